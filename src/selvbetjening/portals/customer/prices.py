"""How a price is said: with VAT to consumers, without it and the VAT beside it to everybody else (INV-12)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from selvbetjening.kernel.money import Money, percent_of
from selvbetjening.kernel.periods import Interval

if TYPE_CHECKING:
    from selvbetjening.domain.catalog.queries import PlanTerms


@dataclass(frozen=True, slots=True)
class Price:
    """What one interval costs. `with_vat` says which of the amounts is shown first."""

    net: Money
    vat: Money
    per: str
    with_vat: bool

    @property
    def total(self) -> Money:
        """Including VAT."""
        return self.net + self.vat

    @property
    def shown(self) -> Money:
        """The amount that stands first."""
        return self.total if self.with_vat else self.net

    @property
    def vat_words(self) -> str:
        """Which amount it is."""
        return _("incl. VAT") if self.with_vat else _("excl. VAT")


def price_of(terms: "PlanTerms", *, quantity: int, party_type: str) -> Price:
    """The price of so many units for one interval, as this kind of customer is shown it (INV-12)."""
    net = terms.unit_price * quantity
    vat = percent_of(net, terms.vat_basis_points)
    return Price(net=net, vat=vat, per=per(terms.interval), with_vat=party_type == "consumer")


def per(interval: Interval) -> str:
    """ "a month", "every 3 months", "a year"."""
    if interval.unit == "year":
        return ngettext("a year", "every %(count)s years", interval.count) % {"count": interval.count}
    return ngettext("a month", "every %(count)s months", interval.count) % {"count": interval.count}


def how_often(interval: Interval) -> str:
    """ "Monthly", "Every 3 months", "Yearly": the name of a plan's terms."""
    if interval.unit == "year":
        return ngettext("Yearly", "Every %(count)s years", interval.count) % {"count": interval.count}
    return ngettext("Monthly", "Every %(count)s months", interval.count) % {"count": interval.count}


def units(terms: "PlanTerms", *, quantity: int, language: str) -> str:
    """ "3 × time" where the terms name a unit, "3 pieces" otherwise; empty for one of an unnamed unit."""
    unit = (terms.unit_en if language == "en" and terms.unit_en else terms.unit_da) or ""
    if unit:
        return f"{quantity} × {unit}"
    return "" if quantity == 1 else _("%(count)s pieces") % {"count": quantity}
