"""Schema migrations: which files are some, and what they do to tables that are there. Rules ask `readers.migrations`."""
