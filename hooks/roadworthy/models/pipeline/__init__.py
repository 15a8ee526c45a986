"""Pipelines of every CI system in one form: `types` says what there is, `readers` gives them, `stages` says what for."""
