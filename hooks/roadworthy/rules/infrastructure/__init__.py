"""Infrastructure rules; `check-infrastructure` runs them."""
