"""What may be done in direct debit, one verb per file."""
