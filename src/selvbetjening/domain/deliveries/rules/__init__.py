"""Decisions about files: facts in, decision out. Pure."""

from selvbetjening.domain.deliveries.rules.refused import Refused

__all__ = ["Refused"]
