"""Databases, caches and brokers: what is developed, tested and deployed with."""
