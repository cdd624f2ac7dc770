"""A login provider that lies in every way that we know of, and what becomes of it."""
