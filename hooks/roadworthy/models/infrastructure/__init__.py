"""Infrastructure code beside Kubernetes: Terraform, and the platforms that run containers."""
