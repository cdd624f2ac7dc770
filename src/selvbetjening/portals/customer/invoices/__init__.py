"""Fakturaer: one flat list, each invoice, and its PDF (XB-15)."""
