"""Compose: services, the files that make up a project, and what running it takes."""
