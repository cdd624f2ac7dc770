"""What may be done for people's rights, one verb per file."""
