"""Decisions about a company's settings and looks. Pure."""

from selvbetjening.domain.organizations.rules.refusal import Refused

__all__ = ["Refused"]
