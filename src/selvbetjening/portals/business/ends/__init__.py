"""One's own access in a company: what one has, asking for more, keeping it, leaving (BP-14, BP-25, BM-05, BM-11)."""
