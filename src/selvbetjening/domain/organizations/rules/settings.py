"""A company's own details and settings, checked before anything is saved."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from selvbetjening.domain.organizations.rules.refusal import Refused
from selvbetjening.kernel.addresses import InvalidEmail, normalise_email
from selvbetjening.kernel.countries import COUNTRIES
from selvbetjening.kernel.numbers import cvr_is_valid

SELF_SERVICE: Final = "self_service"
FEATURES: Final = (SELF_SERVICE,)
_LONGEST: Final = {
    "name": 120, "cvr": 8, "address_line": 200, "postal_code": 12, "city": 80, "phone": 30, "payment_instructions": 200,
}  # fmt: skip
_CVR, _POSTAL_CODE = re.compile("[0-9]{8}"), re.compile("[0-9]{4}")
_PHONE = re.compile(r"\+?[0-9 ()./-]+")


@dataclass(frozen=True)
class Finding:
    """One thing about one field. `blocks` is False for what is saved with a warning."""

    field: str
    code: str
    blocks: bool = True


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


def check_settings(*, settings: OrganizationSettings) -> list[Finding]:
    """Everything that is wrong or doubtful with the settings, in the order of the fields; empty when all is well.

    Codes that block: `required`, `too_long`, `characters`, `unknown` (country, language, foreign postal code), `email`,
    `range`, `cvr_form` (eight digits), `postal_code_form` (a Danish one has four), `phone_form`. `cvr_check_digit`
    warns only (PTY-2).
    """
    return [*_texts(settings), *_numbers(settings), *_codes(settings), *_ranges(settings)]


def accept_settings(*, settings: OrganizationSettings) -> None:
    """Raise `Refused` with field and code for the first finding that blocks, see `check_settings`."""
    for finding in check_settings(settings=settings):
        if finding.blocks:
            raise Refused(finding.code, field=finding.field)


def _texts(settings: OrganizationSettings) -> Iterator[Finding]:
    if not settings.name.strip():
        yield Finding("name", "required")
    for field, longest in _LONGEST.items():
        value: str = getattr(settings, field)
        if len(value) > longest:
            yield Finding(field, "too_long")
        elif not value.isprintable():  # a line break would forge a line of an invoice
            yield Finding(field, "characters")


def _numbers(settings: OrganizationSettings) -> Iterator[Finding]:
    if settings.cvr and not _CVR.fullmatch(settings.cvr):
        yield Finding("cvr", "cvr_form")
    elif settings.cvr and not cvr_is_valid(settings.cvr):
        yield Finding("cvr", "cvr_check_digit", blocks=False)
    if settings.postal_code and settings.country == "DK" and not _POSTAL_CODE.fullmatch(settings.postal_code):
        yield Finding("postal_code", "postal_code_form")
    elif settings.postal_code and not any(map(str.isdigit, settings.postal_code)):  # every country's have digits
        yield Finding("postal_code", "unknown")
    if settings.phone and (not _PHONE.fullmatch(settings.phone) or sum(map(str.isdigit, settings.phone)) < 5):
        yield Finding("phone", "phone_form")


def _codes(settings: OrganizationSettings) -> Iterator[Finding]:
    if settings.country not in COUNTRIES:
        yield Finding("country", "unknown")
    if settings.language not in {"da", "en"}:
        yield Finding("language", "unknown")
    if settings.email:
        try:
            normalise_email(settings.email)
        except InvalidEmail:
            yield Finding("email", "email")


def _ranges(settings: OrganizationSettings) -> Iterator[Finding]:
    if not 3 <= settings.login_link_minutes <= 30:
        yield Finding("login_link_minutes", "range")
    if not 0 <= settings.payment_terms_days <= 120:
        yield Finding("payment_terms_days", "range")


def known_codes(*, codes: Iterable[str], known: Iterable[str], field: str) -> list[str]:
    """The codes in the order of `known`, once each. Raises `Refused("unknown")` for one that is not among them."""
    wanted, order = set(codes), list(known)
    if not wanted <= set(order):
        raise Refused("unknown", field=field)
    return [code for code in order if code in wanted]
