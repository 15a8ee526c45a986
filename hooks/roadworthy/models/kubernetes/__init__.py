"""Kubernetes: manifests, kustomizations and charts, and what each environment gets of them."""
