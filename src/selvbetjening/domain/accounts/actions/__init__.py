"""What may be done to accounts and recipients."""
