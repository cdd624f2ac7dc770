"""What a line of a quote calls itself, how many it counts and at which price (INV-5, INV-7, CM-01). Pure."""

from typing import NamedTuple

from selvbetjening.domain.billing.rules.worth import Agreed, Slice
from selvbetjening.domain.catalog.rules.prices import price_parts
from selvbetjening.domain.catalog.rules.units import unit_for
from selvbetjening.domain.invoicing.rules.line_texts import described
from selvbetjening.kernel.money import Money


class Counted(NamedTuple):
    """So many at this price excl. VAT for a whole period, and what they are called in Danish and English."""

    quantity: int
    unit_price: Money
    da: str
    en: str
    unit_da: str = ""
    unit_en: str = ""


def counted_share(*, agreed: Agreed, one: Slice | None, net: Money) -> Counted:
    """A share of a period: the units at their price, or one of all of them where the price has parts.

    One at what it comes to where that is not the share of the list price: with a contract or a discount, or over
    several periods.
    """
    if one is None or not one.is_full or not agreed.quantity:
        return Counted(1, net, *names(agreed=agreed))
    parts = price_parts(pricing=agreed.terms.pricing, quantity=agreed.quantity)
    if len(parts) > 1 or parts[0].quantity != agreed.quantity:
        return Counted(1, agreed.price, *names(agreed=agreed))
    return Counted(
        agreed.quantity, parts[0].unit_price, *names(agreed=agreed.on(agreed.terms, 1)), *units_of(agreed=agreed)
    )


def names(*, agreed: Agreed) -> tuple[str, str]:
    """Plan, how often it is paid and how many, so that a line of a change says from what and to what (CM-01)."""
    terms, quantity = agreed.terms, agreed.quantity
    unit_da, unit_en = units_of(agreed=agreed)
    return (
        described(plan=terms.plan_da, interval=terms.interval, quantity=quantity, unit=unit_da, language="da"),
        described(plan=terms.plan_en, interval=terms.interval, quantity=quantity, unit=unit_en, language="en"),
    )


def units_of(*, agreed: Agreed) -> tuple[str, str]:
    """What the quantity is called in Danish and English; empty where the terms have no unit."""
    terms, quantity = agreed.terms, agreed.quantity
    return (
        unit_for(unit=terms.unit_da, quantity=quantity),
        unit_for(unit=terms.unit_en or terms.unit_da, quantity=quantity),
    )


def plain(*, name: str, quantity: int) -> str:
    """A plan's name with its quantity: `40 × Basis`."""
    return name if quantity == 1 else f"{quantity} × {name}"
