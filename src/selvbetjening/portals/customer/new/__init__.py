"""Nyt abonnement: plans, and the order with everything that the law wants said before it (ORD-1, ORD-2)."""
