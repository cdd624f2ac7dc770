"""What is told of each kind of thing, as fenerum-api.md describes its object: from rows that are there to JSON."""
