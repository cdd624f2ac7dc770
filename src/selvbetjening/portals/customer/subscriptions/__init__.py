"""Abonnementer: the list, and one subscription with the acts that are allowed on it."""
