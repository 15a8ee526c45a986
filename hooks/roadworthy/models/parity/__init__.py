"""How far development and staging are from production: systems, addresses, settings."""
