"""What may be done with identities, one verb per file."""
