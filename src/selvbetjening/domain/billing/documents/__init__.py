"""Letters that prove something, on paper: the receipt of a legal act, and the confirmation of an order.

Rendering, as invoicing's documents: values in, PDF bytes out, the same bytes for the same values. Only `letterhead`
asks the database, for who writes.
"""
