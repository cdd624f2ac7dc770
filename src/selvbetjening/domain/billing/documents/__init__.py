"""Letters that prove something, on paper: the receipt of a legal act, and the confirmation of an order.

Pure rendering, as invoicing's documents: values in, PDF bytes out, the same bytes for the same values.
"""
