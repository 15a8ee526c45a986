"""Versions of runtimes: who states which, and whether they agree."""
