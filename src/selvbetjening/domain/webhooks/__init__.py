"""Webhooks out: what we tell a company's own machines, where to, and whether it came there (fenerum-api.md 15, SEC-69).

An endpoint is an address that the company named; a message is one thing that happened, with its data as they were
then; a delivery is one message on its way to one endpoint, with every try that was made. It is not where a message's
data come from: each subject's snapshot is drawn in `reactions.webhooks`. What others tell us is `portals.hooks`.
"""
