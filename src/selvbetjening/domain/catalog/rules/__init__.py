"""Decisions about what is sold: what a quantity costs, which quantities and moves there are, what a coupon is worth."""
