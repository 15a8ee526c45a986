"""Rules for TODO.md; `check-todo` runs them."""
