"""What may stand on an account or a recipient, and what is only worth a warning. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from selvbetjening.kernel.countries import COUNTRIES
from selvbetjening.kernel.numbers import cvr_is_valid

PartyCode = Literal["consumer", "business", "public"]
Notice = Literal["invoice", "payment", "subscription"]

PARTY_TYPES: Final = ("consumer", "business", "public")
LANGUAGES: Final = ("da", "en")
LONGEST: Final = {
    "name": 120, "cvr": 8, "address_line": 200, "address_line_2": 200, "postal_code": 12, "city": 80, "country": 2,
}  # fmt: skip
_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # without the signs that are read as each other


class Refused(Exception):
    """The act cannot be done. `reason` is a code that a door puts into words; `field` is where it belongs."""

    def __init__(self, reason: str, *, field: str = "") -> None:
        super().__init__(reason)
        self.reason, self.field = reason, field


@dataclass(frozen=True, kw_only=True)
class BillingDetails:
    """Whom an invoice is made out to. `cvr` without blanks and DK, `country` as ISO 3166 alpha-2."""

    party_type: str
    name: str
    cvr: str = ""
    address_line: str = ""
    address_line_2: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = "DK"
    language: str = "da"


@dataclass(frozen=True)
class Finding:
    """One thing about one field. `blocks` is False where the law or XB-27 lets it pass with a warning."""

    field: str
    code: str
    blocks: bool


def check_details(*, details: BillingDetails) -> list[Finding]:
    """Everything that is wrong or doubtful, in the order of the fields; empty when all is well.

    Codes that block: `unknown` (party type, language, country), `required` (name; of a business or public body the
    address too, INV-4), `too_long`, `characters`. Codes that warn: `cvr_check_digit`, `cvr_form` (PTY-2, XB-27),
    `postal_code_form` (a Danish one has four digits).
    """
    return [*_unknown(details), *_texts(details), *_doubtful(details)]


def blocking(*, details: BillingDetails) -> list[Finding]:
    """Only the findings for which nothing may be saved."""
    return [finding for finding in check_details(details=details) if finding.blocks]


def _unknown(details: BillingDetails) -> Iterator[Finding]:
    if details.party_type not in PARTY_TYPES:
        yield Finding("party_type", "unknown", blocks=True)
    if details.language not in LANGUAGES:
        yield Finding("language", "unknown", blocks=True)
    if details.country not in COUNTRIES:
        yield Finding("country", "unknown", blocks=True)


def _texts(details: BillingDetails) -> Iterator[Finding]:
    required = {"name"}
    if details.party_type in {"business", "public"}:
        required |= {"address_line", "postal_code", "city"}
    for field, longest in LONGEST.items():
        value: str = getattr(details, field)
        if field in required and not value.strip():
            yield Finding(field, "required", blocks=True)
        if len(value) > longest and field != "country":
            yield Finding(field, "too_long", blocks=True)
        if has_control_characters(text=value):
            yield Finding(field, "characters", blocks=True)


def _doubtful(details: BillingDetails) -> Iterator[Finding]:
    if details.cvr and details.country == "DK" and len(details.cvr) <= LONGEST["cvr"]:
        if not re.fullmatch("[0-9]{8}", details.cvr):
            yield Finding("cvr", "cvr_form", blocks=False)
        elif not cvr_is_valid(details.cvr):
            yield Finding("cvr", "cvr_check_digit", blocks=False)
    if details.postal_code and details.country == "DK" and not re.fullmatch("[0-9]{4}", details.postal_code):
        yield Finding("postal_code", "postal_code_form", blocks=False)


def has_control_characters(*, text: str) -> bool:
    """Whether the text holds what nobody can see: NUL, line breaks, direction marks; it belongs on no invoice."""
    return any(unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for character in text)


def code_from(*, number: int) -> str:
    """An account code for somebody who signed up: `S-` and eight signs made of a random number (LG-11)."""
    signs = []
    for _ in range(8):
        number, place = divmod(number, len(_ALPHABET))
        signs.append(_ALPHABET[place])
    return "S-" + "".join(signs)
