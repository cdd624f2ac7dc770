"""The words we send: one function for each mail, the outbox, and its delivery.

A mail is a row first (`Message`), written in the transaction of the fact that causes it; a job posts it through the
port `Post`, retries, and leaves what cannot be delivered where people see it. It does not decide when a mail is due:
that is `reactions.py`.
"""
