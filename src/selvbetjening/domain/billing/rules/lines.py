"""Lines of money: a whole period, what is given back of one, what is charged for the rest of one (SU-05)."""

from datetime import date

from selvbetjening.domain.billing.rules.facts import Charged, TermsFacts
from selvbetjening.domain.billing.rules.quotes import QuoteLine
from selvbetjening.kernel.money import Money, share
from selvbetjening.kernel.periods import Period, period_from


def period_line(*, terms: TermsFacts, quantity: int, period: Period) -> QuoteLine:
    """A whole period at its full price."""
    return QuoteLine(
        kind="charge",
        text_da=terms.plan_da,
        text_en=terms.plan_en,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        quantity=quantity,
        unit_price=terms.unit_price,
        net=Money(terms.unit_price.minor * quantity, terms.currency),
        vat_basis_points=terms.vat_basis_points,
    )


def nominal(*, terms: TermsFacts, quantity: int, starts_on: date, anchor_day: int) -> Charged:
    """The full price of the period of these terms that would start on `starts_on`: what a part is a part of."""
    whole = period_from(starts_on, terms.interval, anchor_day=anchor_day)
    net = Money(terms.unit_price.minor * quantity, terms.currency)
    return Charged(net, whole.starts_on, whole.ends_on, terms.vat_basis_points)


def credit_line(*, charged: Charged, terms: TermsFacts, quantity: int, rest: Period) -> QuoteLine:
    """What is given back for the days of `rest`: their share, by whole days, of what was charged.

    The share of the amount that was charged, not of today's price: nobody gets back more than they paid, and a
    change made and unmade on one day leaves nothing, to the øre.
    """
    net = -_part(charged, rest)
    return QuoteLine(
        kind="credit",
        text_da=f"Tilbage for {_counted(terms.plan_da, quantity)}",
        text_en=f"Unused time on {_counted(terms.plan_en, quantity)}",
        starts_on=rest.starts_on,
        ends_on=rest.ends_on,
        quantity=-1,
        unit_price=-net,
        net=net,
        vat_basis_points=charged.vat_basis_points,
    )


def rest_line(*, terms: TermsFacts, quantity: int, current: Period, rest: Period, anchor_day: int) -> QuoteLine:
    """What the days of `rest` cost on other terms, which would have begun with the current period.

    Terms of another interval are prorated by the days of their own period from that day, since the renewal day does
    not move (SU-03).
    """
    whole = nominal(terms=terms, quantity=quantity, starts_on=current.starts_on, anchor_day=anchor_day)
    net = _part(whole, rest)
    return QuoteLine(
        kind="charge",
        text_da=f"Resten af perioden på {_counted(terms.plan_da, quantity)}",
        text_en=f"Rest of the period on {_counted(terms.plan_en, quantity)}",
        starts_on=rest.starts_on,
        ends_on=rest.ends_on,
        quantity=1,
        unit_price=net,
        net=net,
        vat_basis_points=terms.vat_basis_points,
    )


def _part(whole: Charged, rest: Period) -> Money:
    return share(whole.net, rest.days, (whole.ends_on - whole.starts_on).days)


def _counted(name: str, quantity: int) -> str:
    return name if quantity == 1 else f"{quantity} × {name}"
