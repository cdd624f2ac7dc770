"""Opret: a new account for an address that belongs to no recipient yet (LG-11)."""
