"""Addresses that a company puts into its own app: they need its own numbers only, and lead into one act (XB-18)."""
