"""What the user was told, and how she is told (BP-77)."""
