"""Deployment rules; `check-deployment` runs them."""
