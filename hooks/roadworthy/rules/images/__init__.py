"""Dockerfile rules: one module a subject; `check-dockerfile` runs them."""
