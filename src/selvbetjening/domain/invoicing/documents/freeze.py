"""Freeze what an invoice will say for ever: the data of `documents.snapshot.InvoiceSnapshot`, ready to be stored.

Plain dictionaries instead of the dataclasses themselves, and what is common to all encoded once, because the billing
run freezes them by the hundred thousand. Every key comes from the dataclasses, and a test reads the text back through
`InvoiceSnapshot.from_json`.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.invoicing.documents import snapshot as paper
from selvbetjening.domain.invoicing.documents.terms import FikSeries, bank_of, fik_series
from selvbetjening.domain.invoicing.documents.texts import WORDS
from selvbetjening.domain.invoicing.rules import DraftLine, Grouped
from selvbetjening.domain.invoicing.rules.exchange import Rates, rates
from selvbetjening.domain.invoicing.rules.particulars import PLAIN, Particulars, said_once
from selvbetjening.domain.organizations.models import Organization

_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_OWN: Final = {
    "number", "buyer", "lines", "vat_groups", "net_minor", "vat_minor", "total_minor", "currency", "vat_in_kroner",
    "payment", "explanation", "note",
}  # fmt: skip
_DAY: Final = date(2000, 1, 1)
_BUYER: Final = asdict(paper.Buyer(name="", account_code=""))
_LINE: Final = asdict(paper.Line(text="", quantity=0, unit_price_minor=0, net_minor=0))
_NO_FIK: Final[dict[str, Any]] = {}
_PAYMENT: Final = asdict(paper.Payment())
_TERMS: Final = {"da": "Netto {days} dage", "en": "Net {days} days"}


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What all invoices of one issue have in common, as JSON, by language; made once for many invoices.

    Beside it what each invoice is asked for: the company's accounts, its FIK series, and its rates of exchange.
    """

    by_language: dict[str, str]
    bank: dict[str, Any]
    fik: FikSeries | None
    rates: Rates
    due_on: date

    @classmethod
    def of(
        cls, owner: Organization, *, issued_on: date, due_on: date | None = None, days_to_pay: int | None = None
    ) -> "Letterhead":
        """What the organization's settings say today, and the days of the issue.

        `days_to_pay` are the company's where they are not given; `due_on` comes after so many unless it is given.
        """
        to_pay = owner.payment_terms_days if days_to_pay is None else days_to_pay
        due_on = due_on or issued_on + timedelta(days=to_pay)
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
            country_code=owner.country,
            endpoint_prefix=owner.choice("cvr_endpoint_prefix"),
        )
        days = {"issued_on": issued_on.isoformat(), "due_on": due_on.isoformat()}
        shared = _head() | days | {"seller": asdict(seller)}
        texts = {}
        for language, text in _TERMS.items():
            terms = text.format(days=to_pay)
            texts[language] = _as_json(shared | {"language": language, "payment_terms": terms})
        return cls(texts, _PAYMENT | bank_of(owner), fik_series(owner), _rates(owner, issued_on), due_on)


class Debit(NamedTuple):
    """What an invoice says of Betalingsservice: the numbers to sign up with, and whether it takes the money."""

    pbs_number: str
    debtor_group: str
    customer_number: str
    is_active: bool = False


#: What an invoice to an account says of it, by currency, whether a card is charged for it, and its subscriptions.
DebitOf = Callable[[Account, str, bool, Sequence[UUID]], Debit | None]


def frozen(
    *,
    letterhead: Letterhead,
    buyer: Account,
    number: int,
    currency: str,
    lines: Sequence[DraftLine],
    summed: Grouped,
    explanation: Sequence[str] = (),
    by_card: bool = False,
    debit: Debit | None = None,
    particulars: Particulars = PLAIN,
) -> str:
    """The snapshot as JSON text; what `InvoiceSnapshot.from_json` reads. `by_card`: a saved card is charged for it.

    Raises `rules.vat.NoRate` for a currency whose rate the company has not entered (INV-13).
    """
    language: paper.Language = "en" if buyer.language == "en" else "da"
    own = {
        "number": str(number),
        "buyer": _buyer(buyer, particulars),
        "lines": [_line(line) for line in lines],
        "vat_groups": [
            {"vat_basis_points": rate, "vat_category": category, "net_minor": net, "vat_minor": vat}
            for category, rate, net, vat in summed.groups
        ],
        "net_minor": summed.net_minor,
        "vat_minor": summed.vat_minor,
        "total_minor": summed.total_minor,
        "currency": currency,
        "vat_in_kroner": letterhead.rates.shown(vat_minor=summed.vat_minor, currency=currency, language=language),
        "payment": _payment(letterhead, by_card, number, debit),
        "explanation": list(explanation),
        "note": _note(buyer, particulars, language),
    }
    shared = letterhead.by_language[language]
    return f"{shared[:-1]},{_as_json(own)[1:]}"  # two objects without a key in common, joined into one


def _rates(owner: Organization, on: date) -> Rates:
    return rates(entered=owner.choice("exchange_rates"), shown=owner.choice("vat_dkk_on_foreign_invoice"), on=on)


def _payment(letterhead: Letterhead, by_card: bool, number: int, debit: Debit | None) -> dict[str, Any]:
    fik = letterhead.fik.of(number) if letterhead.fik else _NO_FIK
    found = letterhead.bank | fik | {"by_card": by_card, "conditional": by_card}
    if debit is None:
        return found
    return found | {
        "debit_pbs_number": debit.pbs_number,
        "debit_group": debit.debtor_group,
        "debit_customer": debit.customer_number,
        "by_debit": debit.is_active,
    }


def _note(buyer: Account, particulars: Particulars, language: paper.Language) -> str:
    if not buyer.invoice_note and particulars is PLAIN:
        return ""
    case = f"{WORDS[language]['case_number']}: {particulars.case_number}" if particulars.case_number else ""
    return said_once(texts=(buyer.invoice_note, case, *particulars.words))


def _buyer(buyer: Account, particulars: Particulars) -> dict[str, Any]:
    address = buyer.billing_address
    return _BUYER | {
        "name": buyer.name,
        "account_code": buyer.code,
        "party_type": buyer.party_type,
        "address_lines": [line for line in (address.line, address.line_2) if line],
        "postal_code": address.postal_code,
        "city": address.city,
        "country": _abroad(address.country),
        "country_code": address.country,
        "cvr": buyer.cvr,
        "vat_number": buyer.vat_number,
        "ean": buyer.ean,
        "po_number": particulars.po_number or buyer.po_number,
        "reference": particulars.reference or buyer.reference,
        "einvoicing": buyer.ean_invoicing,
        "einvoicing_scheme": buyer.einvoicing_scheme,
    }


def _line(line: DraftLine) -> dict[str, Any]:
    return _LINE | {
        "text": line.text,
        "quantity": line.quantity,
        "unit": line.unit,
        "unit_price_minor": line.unit_price_minor,
        "net_minor": line.net_minor,
        "starts_on": line.starts_on.isoformat() if line.starts_on else None,
        "ends_on": line.ends_on.isoformat() if line.ends_on else None,
        "discount_minor": line.discount_minor,
        "vat_basis_points": line.vat_basis_points,
        "vat_category": line.category,
    }


def _abroad(country: str) -> str:
    return "" if country == "DK" else country


def _head() -> dict[str, Any]:
    """Every key of a snapshot that is the same in all invoices, with its default."""
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
    return {name: value for name, value in asdict(whole).items() if name not in _OWN}
