"""Where code reads variables of its environment: a module a language, each from parsed code to `Found`."""
