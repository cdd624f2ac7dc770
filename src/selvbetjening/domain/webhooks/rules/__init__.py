"""Decisions about webhooks: which events there are, where they may go, when they are tried again, how signed."""
