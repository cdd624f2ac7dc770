"""The end of the road: the written demand, hand-over to collection, compensation, and claims that lapse."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final, Literal

from selvbetjening.kernel.law import law
from selvbetjening.kernel.periods import Interval, step
from selvbetjening.kernel.wording import gettext_noop

COLLECTION_FEE_CAP: Final = 100_00
SHORTEST_DEADLINE_DAYS: Final = 10
#: The fixed compensation in øre from each day on; a company may set less.
COMPENSATIONS: Final = ((date(2013, 3, 1), 310_00),)
WARNED_MONTHS_BEFORE: Final = 6

#: What a demand must say so that the debtor can judge the claim.
DEMAND_PARTS: Final = (
    "creditor", "creditor_address", "debtor", "number", "issued_on", "due_on", "principal_minor", "interest_minor",
    "fees_minor", "total_minor", "way_to_pay", "deadline_on",
)  # fmt: skip


@law("DUN-6", source="renteloven § 9 b, stk. 3", setting="collection_fee")
def collection_fee(*, wanted_minor: int, already: bool) -> int:
    """Handing a claim over to collection costs at most 100 kr., once for each claim."""
    return 0 if already else max(0, min(wanted_minor, COLLECTION_FEE_CAP))


@law(
    "DUN-7", source="renteloven § 9 a, stk. 3", party="business_and_public", since=COMPENSATIONS[0][0],
    setting="late_compensation", uncertain=gettext_noop("the amount over time"),
)  # fmt: skip
def compensation(*, party: str, wanted: Sequence[tuple[date, int]], on: date, already: bool) -> int:
    """Businesses and public bodies that pay late owe a fixed compensation of 310 kr. once; consumers never do."""
    if party not in {"business", "public"} or already:
        return 0
    return max(0, min(_at(wanted, on), _at(COMPENSATIONS, on)))


@law("DUN-8", source="momsloven § 27", uncertain=gettext_noop("read so: they are no payment for a supply"))
def vat_of_claim() -> tuple[str, int]:
    """Fees, compensation and interest bear no VAT: category O, nothing, in a subtotal of their own."""
    return "O", 0


@law("COL-1", source="inkassoloven § 10")
def demand_deadline(*, sent_on: date, wanted_days: int) -> date:
    """The demand gives at least ten days from the day it is sent."""
    return sent_on + timedelta(days=max(wanted_days, SHORTEST_DEADLINE_DAYS))


@law("COL-1", source="inkassoloven § 10, stk. 2")
def demand_missing(*, demand: Mapping[str, object]) -> tuple[str, ...]:
    """A demand that lacks a fact needed to judge the claim is not sent: who, whom, what, how much, how, by when."""
    return tuple(part for part in DEMAND_PARTS if demand.get(part) in (None, ""))


Limitation = Literal["", "soon", "lapsed"]


@law(
    "COL-2",
    source="forældelsesloven § 3, stk. 1",
    setting="limitation_months",
    uncertain=gettext_noop("when the period starts"),
)
def limitation(*, due_on: date, today: date, months: int) -> Limitation:
    """A claim lapses after three years: it is flagged six months before, and no letter is sent from then on."""
    if today >= _months_after(due_on, months):
        return "lapsed"
    return "soon" if today >= _months_after(due_on, months - WARNED_MONTHS_BEFORE) else ""


def _months_after(day: date, months: int) -> date:
    return step(day, Interval("month", months), anchor_day=day.day) if months > 0 else day


def _at(table: Sequence[tuple[date, int]], on: date) -> int:
    return max(((day, minor) for day, minor in table if day <= on), default=(on, 0))[1]
