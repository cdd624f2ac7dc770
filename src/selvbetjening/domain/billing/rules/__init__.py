"""Decisions of the engine: what is due, what a change costs, what a quote promises. Pure."""

from selvbetjening.domain.subscriptions.rules import Refused

__all__ = ["Refused"]
