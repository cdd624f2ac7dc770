"""The operator's door: Django admin on its own host, without passwords, every look written down."""
