"""A company's own details and settings, checked before anything is saved."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from selvbetjening.domain.organizations.rules.refusal import Refused
from selvbetjening.kernel.addresses import InvalidEmail, normalise_email

SELF_SERVICE: Final = "self_service"
FEATURES: Final = (SELF_SERVICE,)
_LONGEST: Final = {
    "name": 120, "cvr": 8, "address_line": 200, "postal_code": 12, "city": 80, "phone": 30, "payment_instructions": 200,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class OrganizationSettings:
    """What a company says of itself, and how it wants to be paid. Minutes are those of a login link (SB-22)."""

    name: str
    cvr: str = ""
    address_line: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = "DK"
    email: str = ""
    phone: str = ""
    language: str = "da"
    payment_instructions: str = ""
    payment_terms_days: int = 8
    login_link_minutes: int = 10


def check_settings(*, settings: OrganizationSettings) -> None:
    """Raise `Refused` with field and code (`required`, `too_long`, `unknown`, `email`, `range`) for the first fault."""
    if not settings.name.strip():
        raise Refused("required", field="name")
    for field, longest in _LONGEST.items():
        if len(getattr(settings, field)) > longest:
            raise Refused("too_long", field=field)
    if not re.fullmatch("[A-Z]{2}", settings.country):
        raise Refused("unknown", field="country")
    if settings.language not in {"da", "en"}:
        raise Refused("unknown", field="language")
    if settings.email:
        try:
            normalise_email(settings.email)
        except InvalidEmail:
            raise Refused("email", field="email") from None
    if not 3 <= settings.login_link_minutes <= 30:
        raise Refused("range", field="login_link_minutes")
    if not 0 <= settings.payment_terms_days <= 120:
        raise Refused("range", field="payment_terms_days")


def known_codes(*, codes: Iterable[str], known: Iterable[str], field: str) -> list[str]:
    """The codes in the order of `known`, once each. Raises `Refused("unknown")` for one that is not among them."""
    wanted, order = set(codes), list(known)
    if not wanted <= set(order):
        raise Refused("unknown", field=field)
    return [code for code in order if code in wanted]
