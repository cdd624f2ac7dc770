"""What a subscription may do: which way a change goes, when it happens, and when a cancelled one ends.

Pure: facts in, decision out. Days are Copenhagen days, prices are excluding VAT (both sides alike).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, Self

from selvbetjening.domain.subscriptions.lifecycle import State
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval, Period, monthly_equivalent, period_from

Direction = Literal["upgrade", "downgrade", "none"]
Timing = Literal["now", "renewal", "none"]


class Refused(Exception):
    """The act is not possible; `reason` is a code that the door puts into words. Nothing was changed.

    Reasons: `cancelled`, `ended`, `paused`, `active`, `already_cancelled`, `not_cancelled`, `end_reached`,
    `same_terms`, `already_scheduled`, `other_currency`, `plan_not_offered`, `move_not_allowed`, `cool_down`,
    `nothing_scheduled`, `quantity`, `quantity_minimum`, `quantity_maximum`, `quantity_step`, `starts_in_the_past`,
    `starts_too_late`, `change_invoiced`, `change_day`,
    `committed`, `kind_not_offered`, `not_begun`, `not_paused`, `not_ended`, `pause_until`, `pause_too_long`,
    `withdrawal_closed`, `coupon_running`, `coupon_unknown`, `coupon_not_yet`, `coupon_expired`, `coupon_used_up`,
    `coupon_had`, `coupon_currency`, `undo_closed`, `unpaid`, `own_price`, `own_price_notice`;
    of what cannot be invoiced: `seller_incomplete`,
    `exchange_rate`, `oss`, `oss_rate`, `not_a_business`, `no_vat_number`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def phase(*, state: str, started_on: date, trial_ends_on: date | None, today: date) -> str:
    """How a subscription stands for whoever looks at it: its state, but of a running one `coming` or `trial`."""
    if state != State.ACTIVE:
        return state
    if today < started_on:
        return "coming"
    return "trial" if trial_ends_on is not None and today < trial_ends_on else state


#: The most days before it begins that a period may be invoiced.
MOST_DAYS_BEFORE: Final = 60


@dataclass(frozen=True, slots=True)
class InvoicedBefore:
    """How many days before they begin periods are invoiced: where it is asked for, and where nothing is said.

    `wanted` of a subscription is True for the company's number, False for none, or a number of its own.
    """

    asked: int = 0
    unasked: int = 0

    @classmethod
    def of(cls, choice: Callable[[str], Any]) -> Self:
        """What the company has chosen, read by `Organization.choice`."""
        days = int(choice("invoice_days_before"))
        return cls(days, days if choice("invoice_before_for") == "all" else 0)

    def days(self, *, wanted: bool | int | None) -> int:
        """How many days before each of its periods the subscription is invoiced."""
        if wanted is None:
            return self.unasked
        return self.asked if wanted is True else min(max(int(wanted), 0), MOST_DAYS_BEFORE)


@dataclass(frozen=True, slots=True)
class Price:
    """What one unit costs for one interval, excluding VAT."""

    unit: Money
    interval: Interval


def direction(*, present: Price, wanted: Price, quantity: int) -> Direction:
    """Which way the change goes: by the price of one month (SU-02). The same price counts as an upgrade."""
    now = monthly_equivalent(present.unit, present.interval) * quantity
    then = monthly_equivalent(wanted.unit, wanted.interval) * quantity
    return "downgrade" if then < now else "upgrade"


def timing(*, towards: Direction) -> Timing:
    """An upgrade happens now, a downgrade at the next renewal (SU-02, XB-08)."""
    return "now" if towards == "upgrade" else "renewal"


def current_period(
    *, period_starts_on: date, renews_on: date, interval: Interval, anchor_day: int, today: date
) -> Period | None:
    """The period that `today` lies in, also when the billing run is late; None before the first one starts.

    `renews_on` is the first day that is not billed. Where it has passed, the periods are counted on from it, so
    that a day's answer does not depend on whether the run has been here today.
    """
    if today < period_starts_on or (today < renews_on and period_starts_on == renews_on):
        return None
    if today < renews_on:
        return Period(period_starts_on, renews_on)
    period = period_from(renews_on, interval, anchor_day=anchor_day)
    while not period.contains(today):
        period = period_from(period.ends_on, interval, anchor_day=anchor_day)
    return period


def check_change(*, state: str, same_terms: bool, same_currency: bool, offered: bool) -> None:
    """Whether the subscription may move to other terms (SU-03). Raises `Refused`."""
    if state != State.ACTIVE:
        raise Refused(state)
    if same_terms:
        raise Refused("same_terms")
    if not same_currency:
        raise Refused("other_currency")
    if not offered:
        raise Refused("plan_not_offered")


def cancel_end(*, state: str, renews_on: date, current: Period | None) -> date:
    """The first day that a subscription cancelled today does not run any more (SU-04: at renewal).

    One that has not begun ends on the day it would have begun, and is never billed. Raises `Refused`.
    """
    if state == State.CANCELLED:
        raise Refused("already_cancelled")
    if state == State.ENDED:
        raise Refused("ended")
    return current.ends_on if current else renews_on


def check_reactivate(*, state: str, ends_on: date | None, today: date) -> None:
    """A cancelled subscription may be taken up again as long as it still runs (XB-16). Raises `Refused`."""
    if state == State.ENDED:
        raise Refused("ended")
    if state != State.CANCELLED or ends_on is None:
        raise Refused("not_cancelled")
    if today >= ends_on:
        raise Refused("end_reached")
