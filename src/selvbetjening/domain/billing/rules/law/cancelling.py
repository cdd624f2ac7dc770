"""When a running agreement may be ended, and what is paid back: forbrugeraftaleloven §§ 28 and 28 a."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from selvbetjening.kernel.law import law
from selvbetjening.kernel.money import Money, share
from selvbetjening.kernel.periods import Interval, Period, step
from selvbetjening.kernel.wording import gettext_noop

ONE_MONTH: Final = Interval("month", 1)
SIX_MONTHS: Final = Interval("month", 6)
PRICE_CHANGE_DAYS: Final = 30

NoticeTo = Literal["any_day", "month_end"]


class Unlawful(Exception):
    """What was asked for would break a rule of law; `reason` is a code, `law` the rule's id. Nothing was changed."""

    def __init__(self, reason: str, law_id: str) -> None:
        super().__init__(f"{reason} ({law_id})")
        self.reason = reason
        self.law = law_id


@dataclass(frozen=True, slots=True)
class End:
    """The earliest first day on which the agreement does not run, and why.

    Reasons are codes, those that the law decided with its id in front: `agreed.notice`, `agreed.binding`,
    `agreed.period`, `CAN-1.notice`, `CAN-1.binding`, `CAN-1.long_binding`.
    """

    on: date
    reasons: tuple[str, ...]


def after(*, day: date, interval: Interval) -> date:
    """The day so much later; the last day of the month where the month is too short."""
    return step(day, interval, anchor_day=day.day)


@law(
    "CAN-1",
    source="forbrugeraftaleloven § 28",
    party="consumer",
    setting="consumer_notice_to",
    uncertain=gettext_noop("whether notice may run to the end of a month"),
)
def earliest_end(
    *,
    party: str,
    today: date,
    contracted_on: date,
    committed_until: date | None,
    notice: Interval | None,
    current_period_ends_on: date,
    long_binding: bool = False,
    consumer_notice_to: NoticeTo = "any_day",
) -> End:
    """A consumer is bound at most six months and gives at most one month's notice; a business as agreed.

    `committed_until` is the first day without binding, None where nothing is agreed. `notice` None means that the
    agreement ends with the period that is paid for: for a consumer at most a month from today. `long_binding` is the
    plan's flag for costly special cases. A business's end is the latest of period, notice and binding.
    """
    if party != "consumer":
        return _agreed(today, committed_until, notice, current_period_ends_on)
    latest = after(day=today, interval=ONE_MONTH)
    wanted = max(today, current_period_ends_on) if notice is None else after(day=today, interval=notice)
    noticed, why = (wanted, "agreed.notice" if notice else "agreed.period") if wanted <= latest else (
        latest, "CAN-1.notice",
    )  # fmt: skip
    if consumer_notice_to == "month_end" and notice is not None:
        noticed = _month_end(noticed)
    bound, because = _binding(contracted_on, committed_until, long_binding)
    if bound is not None and bound > noticed:
        return End(bound, (because,))
    return End(noticed, (why,))


def _agreed(today: date, committed_until: date | None, notice: Interval | None, period_ends_on: date) -> End:
    found = [(max(today, period_ends_on), "agreed.period")]
    if notice is not None:
        found.append((after(day=today, interval=notice), "agreed.notice"))
    if committed_until is not None:
        found.append((committed_until, "agreed.binding"))
    on = max(day for day, _ in found)
    return End(on, tuple(why for day, why in found if day == on))


def _binding(contracted_on: date, committed_until: date | None, long_binding: bool) -> tuple[date | None, str]:
    if committed_until is None:
        return None, ""
    most = after(day=contracted_on, interval=SIX_MONTHS)
    if committed_until <= most:
        return committed_until, "agreed.binding"
    return (committed_until, "CAN-1.long_binding") if long_binding else (most, "CAN-1.binding")


def _month_end(day: date) -> date:
    return day if day.day == 1 else after(day=day.replace(day=1), interval=ONE_MONTH)


@law("CAN-2", source="forbrugeraftaleloven § 28 a", party="consumer")
def may_cancel(*, party: str, allowed: bool) -> bool:
    """A consumer may always cancel where the agreement was made; others where the company allows it."""
    return party == "consumer" or allowed


@law("CAN-2", source="forbrugeraftaleloven § 28 a", party="consumer")
def as_easy_as_ordering(*, steps_to_cancel: int, steps_to_order: int) -> bool:
    """Cancelling takes no more steps than ordering did."""
    return steps_to_cancel <= steps_to_order


@law("CAN-3", source="forbrugeraftaleloven § 28 a", party="consumer")
def proves_cancellation(*, mailed: bool, document: bytes, content_hash: str) -> bool:
    """The customer gets proof at once: a mail with a document, and the digest it can be checked by."""
    return mailed and bool(document) and len(content_hash) == 64


@law("CAN-4", source="forbrugeraftaleloven § 28", party="consumer")
def refund_after_end(*, paid: Money, days: Period, ends_on: date) -> Money:
    """What was paid for days on and after the valid end is paid back, by whole days."""
    unused = (days.ends_on - max(days.starts_on, ends_on)).days
    return share(paid, max(0, unused), days.days)


Notice = Literal["letter", "mail", "phone", "in_person", "portal", "payment_stopped"]


@law("CAN-5", source="forbrugeraftaleloven § 28 a; aftalelovens almindelige regler", party="all")
def counts_from(*, by: Notice, received_on: date, today: date) -> date:
    """A cancellation in any form counts from the day it was received; to stop paying is not to cancel.

    Raises `Unlawful` (`not_a_cancellation`, `not_received_yet`).
    """
    if by == "payment_stopped":
        raise Unlawful("not_a_cancellation", "CAN-5")
    if received_on > today:
        raise Unlawful("not_received_yet", "CAN-5")
    return received_on


@law(
    "CAN-6",
    source="forbrugeraftaleloven § 28; aftaleloven § 38 c",
    party="consumer",
    setting="price_change_notice_days",
    uncertain=gettext_noop("how long the notice must be"),
)
def earliest_price_change(*, noticed_on: date, notice_days: int) -> date:
    """A price rise for running agreements takes effect 30 days after the notice at the earliest."""
    return noticed_on + timedelta(days=max(PRICE_CHANGE_DAYS, notice_days))


@law("CAN-6", source="forbrugeraftaleloven § 28; aftaleloven § 38 c", party="consumer")
def end_after_price_change(*, today: date, effective_on: date) -> End:
    """Who does not want the new price is free of binding and notice, and may end before it takes effect."""
    return End(max(today, effective_on), ("CAN-6.price_change",))
