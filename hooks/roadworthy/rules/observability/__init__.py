"""Observability rules; `check-observability` runs them."""
