"""Decisions of accounts: what may stand on an account, on a recipient, and who a customer is. Pure."""

from selvbetjening.domain.accounts.rules.details import (
    FIELDS,
    LANGUAGES,
    LONGEST,
    PARTY_TYPES,
    BillingDetails,
    Finding,
    Notice,
    PartyCode,
    blocking,
    check_details,
    code_from,
    has_control_characters,
)
from selvbetjening.domain.accounts.rules.refusal import Refused

__all__ = [
    "FIELDS",
    "LANGUAGES",
    "LONGEST",
    "PARTY_TYPES",
    "BillingDetails",
    "Finding",
    "Notice",
    "PartyCode",
    "Refused",
    "blocking",
    "check_details",
    "code_from",
    "has_control_characters",
]
