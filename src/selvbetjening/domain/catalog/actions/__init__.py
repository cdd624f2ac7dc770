"""What may be done to plans and their terms."""
