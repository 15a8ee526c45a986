"""What scripts do: the commands that really run, their options and values, and where they lead."""
