"""Roadworthy: is this repository fit for the road to production?"""
