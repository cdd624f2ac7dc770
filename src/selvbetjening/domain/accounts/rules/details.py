"""What may stand on an account, and what is only worth a warning. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from selvbetjening.domain.accounts.rules.numbers import doubtful_cvr, doubtful_ean, doubtful_vat_number
from selvbetjening.kernel.countries import COUNTRIES

PartyCode = Literal["consumer", "business", "public"]
Notice = Literal["invoice", "payment", "subscription"]

PARTY_TYPES: Final = ("consumer", "business", "public")
LANGUAGES: Final = ("da", "en")
LONGEST: Final = {
    "name": 128, "cvr": 8, "address_line": 200, "address_line_2": 200, "postal_code": 12, "city": 80, "country": 2,
    "billing_address_line": 200, "billing_address_line_2": 200, "billing_postal_code": 12, "billing_city": 80,
    "billing_country": 2, "ean": 13, "vat_number": 20, "po_number": 60, "reference": 120,
}  # fmt: skip
#: What each of the three permissions lets a customer correct (customer-portal.md section 4; XB-27, XB-44).
FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "update_billing_details": (
        "name", "address_line", "address_line_2", "postal_code", "city", "country", "billing_address_line",
        "billing_address_line_2", "billing_postal_code", "billing_city", "billing_country", "language",
    ),
    "update_tax_details": ("cvr", "vat_number", "ean"),
    "update_references": ("po_number", "reference"),
}  # fmt: skip
_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # without the signs that are read as each other


@dataclass(frozen=True, kw_only=True)
class BillingDetails:
    """Whom an invoice is made out to. `cvr` without blanks and DK, `country` as ISO 3166 alpha-2.

    `address_line` and its neighbours are the legal address; `billing_*` is where invoices go instead, empty for the
    same. `vat_number` is that of another EU country, with its two letters.
    """

    party_type: str
    name: str
    cvr: str = ""
    address_line: str = ""
    address_line_2: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = "DK"
    language: str = "da"
    billing_address_line: str = ""
    billing_address_line_2: str = ""
    billing_postal_code: str = ""
    billing_city: str = ""
    billing_country: str = ""
    ean: str = ""
    vat_number: str = ""
    po_number: str = ""
    reference: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing about one field. `blocks` is False where the law or XB-27 lets it pass with a warning."""

    field: str
    code: str
    blocks: bool


def check_details(*, details: BillingDetails) -> list[Finding]:
    """Everything that is wrong or doubtful, in the order of the fields; empty when all is well.

    Codes that block: `unknown` (party type, language, country), `required` (name; of a business or public body the
    address too, INV-4; of a public body the EAN number, PTY-3; of a billing address its postal code and city),
    `too_long`, `characters`, `ean_wrong` (of a public body: an e-invoice would have no receiver, PTY-3). Codes that
    warn: `cvr_check_digit`, `cvr_form`, `ean_check_digit`, `ean_form`, `vat_number_form` (PTY-2, XB-27),
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
    if details.billing_country and details.billing_country not in COUNTRIES:
        yield Finding("billing_country", "unknown", blocks=True)


def _texts(details: BillingDetails) -> Iterator[Finding]:
    required = {"name"}
    if details.party_type in {"business", "public"}:
        required |= {"address_line", "postal_code", "city"}
    if details.party_type == "public":
        required.add("ean")
    if details.billing_address_line or details.billing_postal_code or details.billing_city:
        required |= {"billing_address_line", "billing_postal_code", "billing_city"}
    for field, longest in LONGEST.items():
        value: str = getattr(details, field)
        if field in required and not value.strip():
            yield Finding(field, "required", blocks=True)
        if len(value) > longest and field not in {"country", "billing_country"}:
            yield Finding(field, "too_long", blocks=True)
        if has_control_characters(text=value):
            yield Finding(field, "characters", blocks=True)


def _doubtful(details: BillingDetails) -> Iterator[Finding]:
    if details.country == "DK" and len(details.cvr) <= LONGEST["cvr"] and (code := doubtful_cvr(cvr=details.cvr)):
        yield Finding("cvr", code, blocks=False)
    if len(details.ean) <= LONGEST["ean"] and (code := doubtful_ean(ean=details.ean)):
        public = details.party_type == "public"
        yield Finding("ean", "ean_wrong" if public else code, blocks=public)
    if code := doubtful_vat_number(vat_number=details.vat_number):
        yield Finding("vat_number", code, blocks=False)
    for prefix in ("", "billing_"):
        country = getattr(details, f"{prefix}country") or details.country
        postal_code = getattr(details, f"{prefix}postal_code")
        if postal_code and country == "DK" and not re.fullmatch("[0-9]{4}", postal_code):
            yield Finding(f"{prefix}postal_code", "postal_code_form", blocks=False)


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
