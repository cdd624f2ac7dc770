"""Rules across the fields and lines of one debtor, by delivery type; what they compare with is handed in."""
