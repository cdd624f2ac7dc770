"""Queries and actions that do not take the organization first, each with its reason (SEC-19).

The name is the path below `selvbetjening.domain`. Whoever adds a line says why no organization is known at that point.
"""

ACROSS_ORGANIZATIONS: dict[str, str] = {}
