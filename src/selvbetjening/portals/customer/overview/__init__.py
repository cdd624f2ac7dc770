"""Overblik: what one pays next, what is open, and what runs."""
