"""Contracts: what an account pays instead of the list price of some terms, by tiers of quantity, and for how long.

A contract takes something off; it is `billing` that charges by it. The document of a subscription's agreement, with its
terms and its receipt, is `billing.Contract`, and another thing.
"""
