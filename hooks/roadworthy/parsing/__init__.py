"""Syntax: text in, positioned tree out. No meaning, no judgement, and no parser raises on any text."""
