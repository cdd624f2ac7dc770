"""Terms, days and subscriptions for the property tests of billing."""

import re
from datetime import date, timedelta
from fractions import Fraction
from typing import Final
from uuid import UUID

from hypothesis import strategies as st

from selvbetjening.domain.billing.rules.charged import Charged, ChargedLine
from selvbetjening.domain.billing.rules.facts import SubscriptionFacts, TermsFacts
from selvbetjening.domain.billing.rules.quotes import QuoteLine
from selvbetjening.domain.billing.rules.standing import as_charged
from selvbetjening.domain.catalog.rules.prices import Pricing
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval, Period, period_from

DAYS = st.dates(min_value=date(2023, 1, 1), max_value=date(2031, 12, 31))
INTERVALS = st.builds(Interval, st.sampled_from(["month", "year"]), st.integers(1, 6))
QUANTITIES = st.integers(1, 40)


def terms(
    price: int, *, interval: Interval | None = None, rate: int = 2500, name: str = "Basis", number: int = 1
) -> TermsFacts:
    return TermsFacts(
        id=UUID(int=number),
        plan_da=name,
        plan_en=name,
        pricing=Pricing("per_unit", Money(price, "DKK"), Money(0, "DKK")),
        interval=interval or Interval("month", 1),
        vat_basis_points=rate,
        offered=True,
    )


@st.composite
def any_terms(draw: st.DrawFn, *, number: int, rate: int | None = None) -> TermsFacts:
    return terms(
        draw(st.integers(0, 5_000_00)),
        interval=draw(INTERVALS),
        rate=draw(st.sampled_from([0, 1200, 2500])) if rate is None else rate,
        number=number,
    )


@st.composite
def moments(draw: st.DrawFn, *, of: TermsFacts) -> tuple[Period, date, int]:
    """A period of these terms, a day in it, and the anchor day it follows."""
    start = draw(DAYS)
    anchor = draw(st.sampled_from([start.day, 31])) if start.day >= 28 else start.day
    period = period_from(start, of.interval, anchor_day=anchor)
    return period, start + timedelta(days=draw(st.integers(0, period.days - 1))), anchor


def standing(
    of: TermsFacts,
    period: Period,
    *,
    quantity: int,
    anchor_day: int,
    charged: Charged | None = None,
    elsewhere: bool = True,
) -> SubscriptionFacts:
    """An active subscription that is billed up to the period's end."""
    return SubscriptionFacts(
        id=UUID(int=99),
        state="active",
        terms=of,
        quantity=quantity,
        anchor_day=anchor_day,
        period_starts_on=period.starts_on,
        renews_on=period.ends_on,
        ends_on=None,
        scheduled=None,
        charged=(charged,) if charged else (),
        elsewhere=elsewhere and charged is None,
    )


def paid(net: int, period: Period, *, rate: int = 2500, currency: str = "DKK") -> Charged:
    """So much charged for the period, on one line."""
    category = "S" if rate else "Z"
    line = ChargedLine(UUID(int=1), Money(net, currency), period.starts_on, period.ends_on, category, rate)
    return Charged((line,))


def issued(*lines: QuoteLine) -> Charged:
    """What is charged once these lines are issued."""
    (found,) = as_charged(lines=lines)
    return found


_SHARE: Final = re.compile(r"(?:^|, )(\d+) af (\d+) dage")


def asked(line: QuoteLine) -> Fraction:
    """What a line says that it comes to: quantity times price, of a part of a period the share that it names."""
    full = Fraction(line.quantity * line.unit_price.minor)
    share = _SHARE.search(line.text_da)
    counts = share and line.net.minor != full
    return full * Fraction(int(share[1]), int(share[2])) if share and counts else full
