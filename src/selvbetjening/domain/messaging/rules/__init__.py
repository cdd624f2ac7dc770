"""Decisions of messaging: what a letter may hold, and when to try again."""
