"""Money received: payments and what they settle.

This is the only place that moves an invoice's settled amount. Cards, charges, refunds and disputes join it later.
"""
