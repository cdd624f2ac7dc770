"""How a company is paid and at which rates it converts, read from its settings once for many invoices."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from selvbetjening.domain.invoicing.rules.fik import identifier, payload_of, printed
from selvbetjening.domain.invoicing.rules.vat import ONE, in_kroner
from selvbetjening.domain.organizations.models import Organization

_PER_ROW: Final = 100
"""The register keeps øre for 100 units; the rules count millionths of a krone for one."""


@dataclass(frozen=True, slots=True)
class FikSeries:
    """The company's series of payment ids (FIK-1, FIK-5)."""

    creditor: str
    prefix: str
    blank: bool

    def payload(self, number: int) -> str:
        """The 14 digits of an invoice."""
        return payload_of(prefix=self.prefix, number=number)

    def of(self, number: int) -> dict[str, Any]:
        """The fields of `snapshot.Payment` of an invoice."""
        payload = self.payload(number)
        line = printed(payload=payload, creditor=self.creditor, blank=self.blank)
        return {"fik_line": line, "fik_id": identifier(payload=payload), "fik_creditor": self.creditor}


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates of exchange in force on a day, None where VAT is not shown in kroner (INV-13)."""

    on: date
    rows: tuple[tuple[str, date, int], ...] | None

    def shown(self, *, vat_minor: int, currency: str, language: str) -> dict[str, Any] | None:
        """The fields of `snapshot.VatInKroner`; None for kroner. Raises `NoRate` where the rate is not entered."""
        if self.rows is None:
            return None
        kroner = in_kroner(vat_minor=vat_minor, currency=currency, on=self.on, rates=self.rows)
        if kroner is None:
            return None
        rate = f"1 {currency} = {_number(kroner.rate_millionths, language)} DKK"
        return {"vat_minor": kroner.vat_minor, "rate": rate, "rate_millionths": kroner.rate_millionths}


def bank_of(owner: Organization) -> dict[str, Any]:
    """The fields of `snapshot.Payment` that are the same on all invoices; empty ones stay out."""
    fields = {
        "bank_registration": owner.choice("bank_registration_number"),
        "bank_account": owner.choice("bank_account_number"),
        "iban": owner.choice("iban"),
        "bic": owner.choice("bic"),
    }
    return {name: value for name, value in fields.items() if value}


def fik_series(owner: Organization) -> FikSeries | None:
    """None for a company without a creditor number."""
    creditor = owner.choice("fik_creditor_number")
    if not creditor:
        return None
    return FikSeries(creditor, owner.choice("fik_series_prefix"), owner.choice("fik_line_blank"))


def rates_of(owner: Organization, *, on: date) -> Rates:
    """What the company has entered, for invoices of this day."""
    if not owner.choice("vat_dkk_on_foreign_invoice"):
        return Rates(on, None)
    rows = owner.choice("exchange_rates")
    return Rates(on, tuple((code, date.fromisoformat(day), number * _PER_ROW) for day, code, number in rows))


def _number(millionths: int, language: str) -> str:
    """At least four decimals: 7460500 is `7,4605` in Danish and `7.4605` in English."""
    whole, rest = divmod(millionths, ONE)
    decimals = f"{rest:06}"
    decimals = decimals[:4] + decimals[4:].rstrip("0")
    return f"{whole}{'.' if language == 'en' else ','}{decimals}"
