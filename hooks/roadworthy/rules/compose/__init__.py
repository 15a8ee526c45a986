"""Compose rules; `check-compose` runs them."""
