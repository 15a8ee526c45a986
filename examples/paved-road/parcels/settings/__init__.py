"""Settings of the page, a module for each environment."""
