"""Container images: what a Dockerfile builds, from what, and what ends up in it."""
