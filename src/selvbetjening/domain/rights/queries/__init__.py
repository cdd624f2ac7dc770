"""What may be asked of the rights."""
