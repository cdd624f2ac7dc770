"""Modtagere: who gets the account's mail and may act for it, bookkeepers from outside, and one's own address."""
