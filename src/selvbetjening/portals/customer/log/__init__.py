"""Logbog: everything that was done to the account, by whom, in plain words, and the proof of it (CM-10)."""
