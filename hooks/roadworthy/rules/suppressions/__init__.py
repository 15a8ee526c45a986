"""Rules about ignore comments themselves; every hook runs them on the files it looked at."""
