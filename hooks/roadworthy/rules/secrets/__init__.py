"""Secret values, wherever they stand; `check-secrets` and `check-pushed-secrets` run them."""
