"""Decisions of the book: how its entries hang together."""
