"""What code writes to its log: the values that a log call shows, in any language, and which of them are sensitive."""
