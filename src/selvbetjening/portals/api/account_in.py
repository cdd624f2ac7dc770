"""What is taken in of an account, and what it becomes here (section 5)."""

import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any, Final

from django.utils.translation import gettext as _

from selvbetjening.domain.accounts.queries import Account
from selvbetjening.domain.accounts.rules import BillingDetails
from selvbetjening.domain.accounts.rules.numbers import e_address_fault, party_of
from selvbetjening.domain.organizations.queries import Organization
from selvbetjening.portals.api.errors import invalid, word_of
from selvbetjening.portals.api.values import Code, Country, Flag, Incoming, Maybe, Number, choice, partial, text

METHODS: Final = ("invoice", "payment_card", "betalingsservice", "direct_debit")
SCHEMES: Final = ("GLN", "CVR", "SE")
#: What says where e-invoices go.
_ADDRESSING: Final = {
    "ean_invoicing", "einvoicing_identifier_schema", "ean_number", "legal_vat_number", "legal_country",
}  # fmt: skip
_BILLING: Final = ("billing_address", "billing_zipcode", "billing_city", "billing_country")


class AccountIn(Incoming):
    """A new account."""

    company_name: Annotated[str, text(128)]
    code: Code
    legal_address: Annotated[str, text(200)]
    legal_zipcode: Annotated[str, text(12)]
    legal_city: Annotated[str, text(80)]
    legal_country: Country
    legal_vat_number: Maybe[Annotated[str, text(20, blank=True)]] = None
    billing_same_as_legal: Maybe[Flag] = None
    billing_address: Maybe[Annotated[str, text(200, blank=True)]] = None
    billing_zipcode: Maybe[Annotated[str, text(12, blank=True)]] = None
    billing_city: Maybe[Annotated[str, text(80, blank=True)]] = None
    billing_country: Maybe[Country] = None
    language: Maybe[Annotated[str, text(10)]] = None
    partner: Maybe[Number] = None
    ean_invoicing: Maybe[Flag] = None
    einvoicing_identifier_schema: Maybe[Annotated[str, choice(*SCHEMES)]] = None
    ean_number: Maybe[Annotated[str, text(13, blank=True)]] = None
    invoice_note: Maybe[Annotated[str, text(500, blank=True)]] = None
    erp_id: Maybe[Annotated[str, text(128, blank=True)]] = None
    default_collection_method: Maybe[Annotated[str, choice(*METHODS)]] = None
    party_type: Maybe[Annotated[str, choice("consumer", "business", "public")]] = None
    reseller_program: Maybe[Annotated[str, text(128, blank=True)]] = None
    register_status: Maybe[Annotated[str, text(60, blank=True)]] = None
    is_archived: Maybe[Flag] = None
    is_getting_reminders: Maybe[Flag] = None


@partial
class AccountChange(AccountIn):
    """What is to be other than it is of an account; what is left out keeps its value."""


_PLAIN: Final = {
    "company_name": "name", "legal_address": "address_line", "legal_zipcode": "postal_code", "legal_city": "city",
    "legal_country": "country", "ean_number": "ean",
}  # fmt: skip
_KEPT: Final[dict[str, tuple[str, Any]]] = {
    "invoice_note": ("invoice_note", ""), "erp_id": ("erp_id", ""), "partner": ("partner", None),
    "reseller_program": ("reseller_program", ""), "register_status": ("register_status", ""),
    "ean_invoicing": ("ean_invoicing", False), "einvoicing_identifier_schema": ("einvoicing_scheme", "GLN"),
    "is_archived": ("is_archived", False), "is_getting_reminders": ("gets_reminders", True),
}  # fmt: skip


def kept_from(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the company itself keeps, of what was sent; null means the default."""
    return {
        name: empty if values[field] is None else values[field]
        for field, (name, empty) in _KEPT.items()
        if field in values
    }


def details_from(
    values: Mapping[str, Any],
    *,
    before: BillingDetails | None,
    organization: Organization,
    account: Account | None = None,
) -> BillingDetails:
    """The billing details after what was sent is laid over `before`. Raises a 400 for what does not fit together.

    `account` is the one that is changed: how its invoices are sent counts where nothing else was sent.
    """
    details = asdict(before) if before else {"language": organization.language, "country": "DK"}
    details |= {name: values[field] or "" for field, name in _PLAIN.items() if field in values}
    if "language" in values:
        details["language"] = _language(values["language"], organization)
    if "legal_vat_number" in values:
        details |= _numbers(values["legal_vat_number"] or "", country=details["country"])
    details |= _billing(values, before)
    if before is None:
        unknown_as = str(organization.choice("unknown_party_as"))
        details["party_type"] = party_of(told=values.get("party_type") or "", unknown_as=unknown_as)
    elif values.get("party_type"):
        details["party_type"] = values["party_type"]
    _check_address(values, details, account)
    return BillingDetails(**details)


def _check_address(values: Mapping[str, Any], details: Mapping[str, Any], account: Account | None) -> None:
    """A number that is sent can be one; an account that is invoiced electronically has an address where invoices
    arrive. Raises a 400 at `ean_number`.
    """
    if not _ADDRESSING & values.keys():
        return
    now: dict[str, Any] = (
        {"ean_invoicing": account.ean_invoicing, "einvoicing_scheme": account.einvoicing_scheme} if account else {}
    )
    now |= kept_from(values)
    if not (now.get("ean_invoicing") or values.get("ean_number")):
        return
    fault = e_address_fault(
        is_invoiced=bool(now.get("ean_invoicing")), scheme=now.get("einvoicing_scheme", "GLN"),
        ean=details.get("ean", ""), cvr=details.get("cvr", ""),
    )  # fmt: skip
    if fault == "ean_missing":
        raise invalid({"ean_number": _("This field is required.")})
    if fault:
        raise invalid({"ean_number": word_of(fault)}, code="ean_wrong")


def _language(asked: str | None, organization: Organization) -> str:
    """Danish and English are what we write; who asks for another language gets English."""
    if not asked:
        return organization.language
    return "da" if asked.lower().startswith("da") else "en"


def _numbers(number: str, *, country: str) -> dict[str, str]:
    """A Danish number is the CVR number, any other one the VAT number with its letters."""
    plain = re.sub(r"[\s.-]", "", number).upper()
    danish = plain.removeprefix("DK")
    if country == "DK" and len(danish) <= 8:
        return {"cvr": danish, "vat_number": ""}
    return {"cvr": "", "vat_number": plain}


def _billing(values: Mapping[str, Any], before: BillingDetails | None) -> dict[str, str]:
    own = {field: values[field] or "" for field in _BILLING if field in values}
    was_same = before is None or not before.billing_address_line
    same = values.get("billing_same_as_legal")
    if same is None:
        same = not any(own.values()) and (was_same or len(own) == len(_BILLING))
    if same:
        names = ("billing_address_line", "billing_address_line_2", "billing_postal_code", "billing_city")
        return dict.fromkeys((*names, "billing_country"), "")
    found = {
        "billing_address_line": own.get("billing_address", before.billing_address_line if before else ""),
        "billing_postal_code": own.get("billing_zipcode", before.billing_postal_code if before else ""),
        "billing_city": own.get("billing_city", before.billing_city if before else ""),
        "billing_country": own.get("billing_country", before.billing_country if before else ""),
    }
    missing = [field for field, value in zip(_BILLING, found.values(), strict=True) if not value]
    if missing:
        raise invalid({field: _("This field is required.") for field in missing})
    return found
