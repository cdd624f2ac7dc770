"""The door of machines: the REST API v1 on the host `api`, by token (fenerum-api.md)."""
