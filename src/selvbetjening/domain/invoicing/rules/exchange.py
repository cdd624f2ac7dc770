"""Rates of exchange as a company has entered them, and what an invoice says of its VAT in kroner (INV-13). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from selvbetjening.domain.invoicing.rules.vat import ONE, in_kroner

_PER_ROW: Final = 100
"""The register keeps øre for 100 units; the rules count millionths of a krone for one."""


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


def rates(*, entered: Sequence[Sequence[Any]], shown: bool, on: date) -> Rates:
    """The rates for invoices of this day: rows of the register (`[day, currency, øre for 100 units]`)."""
    if not shown:
        return Rates(on, None)
    rows = tuple((code, date.fromisoformat(day), number * _PER_ROW) for day, code, number in entered)
    return Rates(on, rows)


def _number(millionths: int, language: str) -> str:
    """At least four decimals: 7460500 is `7,4605` in Danish and `7.4605` in English."""
    whole, rest = divmod(millionths, ONE)
    decimals = f"{rest:06}"
    decimals = decimals[:4] + decimals[4:].rstrip("0")
    return f"{whole}{'.' if language == 'en' else ','}{decimals}"
