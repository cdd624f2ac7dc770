"""Everything that a document prints, frozen at issue and storable as JSON.

The snapshot is the document: correcting a customer's address tomorrow must not change yesterday's invoice (XB-28,
CRN-2), so names and texts are copied in and never looked up again. Amounts are integers in the currency's minor unit
(øre), rates are basis points (2500 = 25 %), days are Europe/Copenhagen days, periods are half-open.
"""

import dataclasses
import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Kind = Literal["invoice", "credit_note"]
Language = Literal["da", "en"]
PartyType = Literal["consumer", "business", "public"]
VatCategory = Literal["S", "Z", "E", "AE", "O"]
"""EN 16931 codes: standard rate, zero rate, exempt, reverse charge, outside the scope of VAT."""

DEFAULT_BRAND_COLOUR = "#1a4b8c"


@dataclass(frozen=True, kw_only=True, slots=True)
class Seller:
    """Who issues the document (INV-3). `payment_text` says where to pay; lines are separated by newlines.

    `vat_number` is `DK` and the CVR number unless it says otherwise. `endpoint_prefix` writes its electronic address
    with `DK` before the CVR number, for directories that want it so.
    """

    name: str
    cvr: str
    address_lines: tuple[str, ...] = ()
    postal_code: str = ""
    city: str = ""
    country: str = ""
    email: str = ""
    phone: str = ""
    brand_colour: str = DEFAULT_BRAND_COLOUR
    payment_text: str = ""
    vat_number: str = ""
    country_code: str = ""
    endpoint_prefix: bool = False

    def __post_init__(self) -> None:
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", self.brand_colour):
            raise ValueError(f"brand_colour must look like #1a4b8c, not {self.brand_colour!r}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Buyer:
    """Whom the document is addressed to (INV-4). `vat_number` is printed for reverse charge (INV-11).

    `einvoicing`: the buyer takes every invoice as an e-invoice, at the address that `einvoicing_scheme` names.
    """

    name: str
    account_code: str
    party_type: PartyType = "consumer"
    address_lines: tuple[str, ...] = ()
    postal_code: str = ""
    city: str = ""
    country: str = ""
    cvr: str = ""
    vat_number: str = ""
    ean: str = ""
    po_number: str = ""
    reference: str = ""
    country_code: str = ""
    einvoicing: bool = False
    einvoicing_scheme: str = "GLN"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One row (INV-5 to INV-7). `net_minor` is excl. VAT and after `discount_minor`, which is printed when not zero.

    `starts_on`/`ends_on` are the service period, half-open; both or neither are set.
    """

    text: str
    quantity: int
    unit_price_minor: int
    net_minor: int
    unit: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    discount_minor: int = 0
    vat_basis_points: int = 2500
    vat_category: VatCategory = "S"

    def __post_init__(self) -> None:
        if (self.starts_on is None) != (self.ends_on is None):
            raise ValueError("a service period has both days or none")


@dataclass(frozen=True, kw_only=True, slots=True)
class VatGroup:
    """The subtotal of one rate and category (INV-8, INV-9): its tax base and its VAT, both in øre."""

    vat_basis_points: int
    vat_category: VatCategory
    net_minor: int
    vat_minor: int


@dataclass(frozen=True, kw_only=True, slots=True)
class VatInKroner:
    """The VAT of a document in foreign currency, in øre (INV-13). `rate` is printed as it is: `1 EUR = 7,4605 DKK`.

    `rate_millionths` is the same rate as a number: 7,460,500 for 7.4605 kroner to one unit; 0 where it was not kept.
    """

    vat_minor: int
    rate: str
    rate_millionths: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Payment:
    """How to pay, for people and for machines: FIK 71, a Danish account, an IBAN, or a card that is charged.

    `fik_line` is printed as it is; `fik_id` (15 digits) and `fik_creditor` (8) are the same for machines. Whatever is
    set is printed; the e-invoice names the first of card, FIK, account and IBAN that is there. `conditional`: the
    words about the card say when it is charged, and stay true where it then cannot be; without it as printed earlier.
    `debit_*` are the three numbers that a customer signs up for Betalingsservice with; `by_debit`: it takes the money.
    """

    fik_line: str = ""
    fik_id: str = ""
    fik_creditor: str = ""
    bank_registration: str = ""
    bank_account: str = ""
    iban: str = ""
    bic: str = ""
    by_card: bool = False
    conditional: bool = False
    debit_pbs_number: str = ""
    debit_group: str = ""
    debit_customer: str = ""
    by_debit: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class InvoiceSnapshot:
    """An issued invoice or credit note. Amounts of a credit note are positive: the kind says which way they go.

    `due_on` is None where nothing is to be paid by a day. A credit note must name the invoice that it amends, that
    invoice's day, and why (CRN-1); ValueError otherwise. `explanation` says in sentences why the amount is another
    than last time (CM-01). Fields that came later have defaults, so that what was stored before them is still read.
    """

    kind: Kind
    number: str
    issued_on: date
    seller: Seller
    buyer: Buyer
    lines: tuple[Line, ...]
    vat_groups: tuple[VatGroup, ...]
    net_minor: int
    vat_minor: int
    total_minor: int
    due_on: date | None = None
    currency: str = "DKK"
    language: Language = "da"
    payment_terms: str = ""
    note: str = ""
    original_number: str = ""
    original_date: date | None = None
    reason: str = ""
    vat_in_kroner: VatInKroner | None = None
    payment: Payment | None = None
    explanation: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind == "credit_note" and not (self.original_number and self.original_date and self.reason):
            raise ValueError("a credit note names the invoice it amends, its day and the reason (CRN-1)")
        if self.kind not in ("invoice", "credit_note") or self.language not in ("da", "en"):
            raise ValueError(f"unknown kind or language: {self.kind!r}, {self.language!r}")

    def to_json(self) -> str:
        """The snapshot as JSON text with sorted keys, so that equal snapshots are equal texts."""
        return json.dumps(dataclasses.asdict(self), default=date.isoformat, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "InvoiceSnapshot":
        """The snapshot that `to_json` wrote. Unknown fields, and missing ones without a default, raise TypeError."""
        return cls.from_data(json.loads(text))

    @classmethod
    def from_data(cls, stored: dict[str, Any]) -> "InvoiceSnapshot":
        """The same from the JSON object, as the database gives it back."""
        data = dict(stored)
        kroner, payment = data.get("vat_in_kroner"), data.get("payment")
        data |= {
            "seller": Seller(**_with_tuple(data["seller"])),
            "buyer": Buyer(**_with_tuple(data["buyer"])),
            "lines": tuple(Line(**_with_days(line, "starts_on", "ends_on")) for line in data["lines"]),
            "vat_groups": tuple(VatGroup(**group) for group in data["vat_groups"]),
            "vat_in_kroner": VatInKroner(**kroner) if kroner else None,
            "payment": Payment(**payment) if payment else None,
            "explanation": tuple(data.get("explanation", ())),
        }
        return cls(**_with_days(data, "issued_on", "due_on", "original_date"))


def _with_tuple(party: dict[str, Any]) -> dict[str, Any]:
    return party | {"address_lines": tuple(party["address_lines"])}


def _with_days(data: dict[str, Any], *names: str) -> dict[str, Any]:
    days = {name: date.fromisoformat(data[name]) if data[name] else None for name in names}
    return data | days
