"""Only rules: a folder an area, a module a subject, and every rule's examples beside it in `examples/`."""
