"""Betalingskort: the saved cards, adding and disabling one, and how one pays."""
