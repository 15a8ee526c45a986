"""Rules of check-parity: what runs on a laptop and in CI is what runs in production."""
