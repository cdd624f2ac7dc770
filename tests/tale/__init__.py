"""The product as a person meets it: the real demo, a real browser, nothing stood in for."""
