"""Meaning, shared by the rules of several areas: what a stage, a service or a command is. No judgement."""
