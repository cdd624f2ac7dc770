"""What a customer may correct of an issued invoice, and when (CM-07). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Literal

from selvbetjening.domain.accounts.rules.numbers import doubtful_ean
from selvbetjening.kernel.law import law

Refusal = Literal[
    "nothing",
    "vat_treatment",
    "period_locked",
    "too_late",
    "corrected",
    "credited",
    "pursued",
    "too_long",
    "no_name",
    "ean_wrong",
    "characters",
]

FIELDS: Final = (
    "name", "address_line", "address_line_2", "postal_code", "city", "cvr", "vat_number", "ean", "po_number",
    "reference",
)  # fmt: skip
MOST_DAYS: Final = 60
LONGEST: Final = {
    "name": 128, "address_line": 200, "address_line_2": 200, "postal_code": 12, "city": 80, "cvr": 8,
    "vat_number": 20, "ean": 13, "po_number": 60, "reference": 120,
}  # fmt: skip
ASKS_THE_COMPANY: Final = frozenset({"vat_treatment", "period_locked", "too_late", "corrected", "pursued"})
"""What the customer may not correct alone is given to the company as a task; the rest is told to the customer."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An invoice as far as a correction asks: when it was issued, whether anything was credited or corrected.

    `pursued`: it was reminded, disputed, put off or is paid in instalments. A new invoice would begin all of that anew,
    with new fees (DUN-2), so only the company may.
    """

    issued_on: date
    credited: bool
    corrected: bool
    reverse_charge: bool = False
    pursued: bool = False


def buyer_fields(*, buyer: Mapping[str, Any]) -> dict[str, str]:
    """The buyer of a stored snapshot as the fields that may be corrected."""
    lines = [*buyer["address_lines"], "", ""]
    plain = {field: str(buyer.get(field, "")) for field in FIELDS if not field.startswith("address")}
    return plain | {"address_line": lines[0], "address_line_2": lines[1]}


def changed(*, buyer: Mapping[str, Any], wanted: Mapping[str, str]) -> tuple[str, ...]:
    """Which fields differ from what the invoice says, in the order of `FIELDS`."""
    now = buyer_fields(buyer=buyer)
    return tuple(field for field in FIELDS if field in wanted and wanted[field].strip() != now[field])


@law("CRN-1", source="momsbekendtgørelsen § 58, stk. 4; bogføringsloven § 11")
def correction_refusal(
    *, buyer: Mapping[str, Any], wanted: Mapping[str, str], standing: Standing, today: date, locked_until: date | None
) -> Refusal | None:
    """An issued invoice is corrected by a full credit note and a new invoice, in time and once; None where it may be.

    `vat_treatment`: the VAT number decides who settles the VAT of an invoice with reverse charge. `locked_until` is
    the last day of the accounts that are closed. `ean_wrong`: a public body's e-invoice would not arrive (PTY-3).
    """
    fields = changed(buyer=buyer, wanted=wanted)
    if unfit := _unfit(fields, wanted):
        return unfit
    if "ean" in fields and buyer.get("party_type") == "public" and not _arrives(wanted["ean"].strip()):
        return "ean_wrong"
    if stands := _stands(standing):
        return stands
    if "vat_number" in fields and _other_vat(str(buyer.get("vat_number", "")), wanted["vat_number"], standing):
        return "vat_treatment"
    if locked_until is not None and standing.issued_on <= locked_until:
        return "period_locked"
    if today - standing.issued_on > timedelta(days=MOST_DAYS):
        return "too_late"
    return None


def _unfit(fields: tuple[str, ...], wanted: Mapping[str, str]) -> Refusal | None:
    """What is wrong with the words themselves."""
    if not fields:
        return "nothing"
    if any(len(wanted[field].strip()) > LONGEST[field] for field in fields):
        return "too_long"
    if not all(wanted[field].isprintable() for field in fields):
        return "characters"
    return "no_name" if "name" in fields and not wanted["name"].strip() else None


def _arrives(ean: str) -> bool:
    return bool(ean) and not doubtful_ean(ean=ean)


def _stands(standing: Standing) -> Refusal | None:
    """What has been done about the invoice already."""
    if standing.corrected:
        return "corrected"
    if standing.credited:
        return "credited"
    return "pursued" if standing.pursued else None


def _other_vat(old: str, new: str, standing: Standing) -> bool:
    """Another country's number, or none on an invoice whose VAT the buyer settles, changes who owes the VAT."""
    return _country(old) != _country(new) or (standing.reverse_charge and not new.strip())


def _country(vat_number: str) -> str:
    """Whose VAT number it is: Denmark's, or none, which is the same; another country's changes the VAT."""
    letters = vat_number.strip()[:2].upper()
    return letters if letters.isalpha() and letters != "DK" else ""
