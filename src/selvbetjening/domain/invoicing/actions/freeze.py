"""Freeze what an invoice will say for ever: the data of `documents.snapshot.InvoiceSnapshot`, ready to be stored.

Plain dictionaries instead of the dataclasses themselves, because the billing run freezes them by the hundred
thousand; every key comes from the dataclasses, and a test reads each kind back through `InvoiceSnapshot.from_json`.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.invoicing.documents import snapshot as paper
from selvbetjening.domain.invoicing.rules import DraftLine, Totals
from selvbetjening.domain.organizations.models import Organization

_DAY: Final = date(2000, 1, 1)
_BUYER: Final = asdict(paper.Buyer(name="", account_code=""))
_LINE: Final = asdict(paper.Line(text="", quantity=0, unit_price_minor=0, net_minor=0))
_TERMS: Final = {"da": "Netto {days} dage", "en": "Net {days} days"}


@dataclass(frozen=True, slots=True)
class Seller:
    """The organization as it is printed, and its payment terms; computed once for many invoices."""

    printed: dict[str, Any]
    payment_terms: dict[str, str]

    @classmethod
    def of(cls, owner: Organization) -> "Seller":
        """What the organization's settings say today."""
        seller = paper.Seller(
            name=owner.name,
            cvr=owner.cvr,
            address_lines=tuple(filter(None, [owner.address_line])),
            postal_code=owner.postal_code,
            city=owner.city,
            country=_abroad(owner.country),
            email=owner.email,
            phone=owner.phone,
            brand_colour=owner.brand_colour or paper.DEFAULT_BRAND_COLOUR,
            payment_text=owner.payment_instructions,
        )
        terms = {language: text.format(days=owner.payment_terms_days) for language, text in _TERMS.items()}
        return cls(asdict(seller), terms)


def frozen(
    *,
    seller: Seller,
    buyer: Account,
    number: int,
    currency: str,
    lines: Sequence[DraftLine],
    summed: Totals,
    issued_on: date,
    due_on: date,
) -> dict[str, Any]:
    """The snapshot's data, with days as ISO text; what `InvoiceSnapshot.from_json` reads."""
    language = "en" if buyer.language == "en" else "da"
    return _head() | {
        "number": str(number),
        "issued_on": issued_on.isoformat(),
        "due_on": due_on.isoformat(),
        "seller": seller.printed,
        "buyer": _buyer(buyer),
        "lines": [_line(line) for line in lines],
        "vat_groups": [
            {"vat_basis_points": rate, "vat_category": _category(rate), "net_minor": net, "vat_minor": vat}
            for rate, (net, vat) in summed.groups.items()
        ],
        "net_minor": summed.net_minor,
        "vat_minor": summed.vat_minor,
        "total_minor": summed.total_minor,
        "currency": currency,
        "language": language,
        "payment_terms": seller.payment_terms[language],
    }


def _buyer(buyer: Account) -> dict[str, Any]:
    return _BUYER | {
        "name": buyer.name,
        "account_code": buyer.code,
        "party_type": buyer.party_type,
        "address_lines": [line for line in (buyer.address_line, buyer.address_line_2) if line],
        "postal_code": buyer.postal_code,
        "city": buyer.city,
        "country": _abroad(buyer.country),
        "cvr": buyer.cvr,
    }


def _line(line: DraftLine) -> dict[str, Any]:
    return _LINE | {
        "text": line.text,
        "quantity": line.quantity,
        "unit": line.unit,
        "unit_price_minor": line.unit_price_minor,
        "net_minor": line.net_minor,
        "starts_on": line.starts_on.isoformat(),
        "ends_on": line.ends_on.isoformat(),
        "vat_basis_points": line.vat_basis_points,
        "vat_category": _category(line.vat_basis_points),
    }


def _category(rate: int) -> paper.VatCategory:
    return "S" if rate else "Z"


def _abroad(country: str) -> str:
    return "" if country == "DK" else country


@lru_cache(maxsize=1)
def _head() -> dict[str, Any]:
    """Every key of a snapshot with its default."""
    whole = paper.InvoiceSnapshot(
        kind="invoice",
        number="",
        issued_on=_DAY,
        seller=paper.Seller(name="", cvr=""),
        buyer=paper.Buyer(name="", account_code=""),
        lines=(),
        vat_groups=(),
        net_minor=0,
        vat_minor=0,
        total_minor=0,
    )
    return asdict(whole)
