"""Rules on environment variables and the files that document them; `check-env-example` runs them."""
