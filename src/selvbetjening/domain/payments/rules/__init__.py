"""Decisions about money that came in, and about what stands to an account's good. Pure."""

from selvbetjening.domain.payments.rules.credit import Owed, Source, Use, matched
from selvbetjening.domain.payments.rules.incoming import LONGEST_REFERENCE, Refused, check_payment

__all__ = ["LONGEST_REFERENCE", "Owed", "Refused", "Source", "Use", "check_payment", "matched"]
