"""How a report is printed: one module a format, each with `render(report, ...) -> str`."""
