"""Pipeline rules; `check-pipeline` runs them."""
