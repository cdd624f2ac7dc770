"""What may be done with contracts."""
