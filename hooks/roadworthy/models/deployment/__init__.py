"""Deploying: what does it, what it removes, what it migrates, and the way back."""
