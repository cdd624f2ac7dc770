"""Invoices: their numbers, lines, VAT and documents, unchangeable once issued.

What is due and when is `billing`; whether it was paid is `payments`, which alone moves `Invoice.settled_minor`.
"""
