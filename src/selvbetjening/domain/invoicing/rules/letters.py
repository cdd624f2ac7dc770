"""Whether a late invoice gets a letter today, which one, and if not, why not. All days are Copenhagen's."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, Literal

from selvbetjening.domain.invoicing.rules.collection import limitation
from selvbetjening.domain.invoicing.rules.fees import Fee, SentLetter, fee_of_letter
from selvbetjening.kernel.holidays import next_banking_day
from selvbetjening.kernel.law import law

Reason = Literal[
    "send",
    "off",
    "method",
    "account",
    "paid",
    "disputed",
    "deferred",
    "plan",
    "handed_over",
    "lapsed",
    "all_sent",
    "not_yet",
    "collecting",
    "paused",
]
Roll = Literal["following", "none"]
LOWEST_GAP: Final = 1
FREE: Final = Fee(0)


@dataclass(frozen=True, slots=True)
class Manner:
    """How the company reminds. `days` are counted from the due date, one for each letter; the fee is in øre."""

    on: bool
    days: tuple[int, ...]
    fee_minor: int
    grace_days: int
    roll: Roll
    demand: bool
    limitation_months: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How an invoice stands. `left_minor` is what is unpaid of it, `disputed_minor` how much of that is disputed.

    `not_before` is the latest new due date that it got by deferral or a refused dispute; `deferred` and `plan_kept`
    say whether one runs today, `collecting` whether a charge of the card is planned or money is on its way.
    `paused`: its payment was taken back, and the company has not decided what to do. `spared`: the company wants no
    reminders written to this account.
    """

    due_on: date
    left_minor: int
    disputed_minor: int = 0
    earlier: Sequence[SentLetter] = field(default=())
    not_before: date | None = None
    deferred: bool = False
    plan_kept: bool = False
    plan_broken: bool = False
    handed_over: bool = False
    collecting: bool = False
    paused: bool = False
    reminded_method: bool = True
    spared: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What happens: `send` with number and fee, or why not. `on` is the day of the next letter where there is one."""

    reason: Reason
    number: int = 0
    fee: Fee = FREE
    is_demand: bool = False
    on: date | None = None

    @property
    def sends(self) -> bool:
        """Whether a letter goes out today."""
        return self.reason == "send"


@law("INT-5", source="gældsbrevsloven § 5", setting="due_date_roll")
def rolled(*, due_on: date, roll: Roll) -> date:
    """A due date without banking moves to the next banking day."""
    return next_banking_day(due_on) if roll == "following" else due_on


@law("DUN-5", source="renteloven § 9 b, stk. 1", setting="reminder_grace_days")
def first_reminder_on(*, due_on: date, grace_days: int, roll: Roll) -> date:
    """No reminder before the due date is over, moved to a banking day, and the company's days of grace."""
    return rolled(due_on=due_on, roll=roll) + timedelta(days=max(grace_days, LOWEST_GAP))


def next_letter(*, standing: Standing, manner: Manner, today: date) -> Verdict:
    """Decide by the company's manner inside the law's bounds (DUN-1 to DUN-5, INT-5, COL-2, CM-06).

    What is paid, wholly disputed, deferred, in a plan that is kept, handed over, lapsed, still collected by card or
    paused gets none. Letters keep the company's spacing also when an earlier one was late, and resume where they
    stopped.
    """
    if stopped := _stopped(standing, manner, today):
        return Verdict(stopped)
    number = len(standing.earlier) + 1
    if number > len(manner.days):
        return Verdict("all_sent")
    on = day_of_letter(standing=standing, manner=manner, number=number)
    if today < on:
        return Verdict("not_yet", number, on=on)
    fee = fee_of_letter(
        wanted_minor=manner.fee_minor,
        on=today,
        earlier=standing.earlier,
        disputed=standing.disputed_minor > 0,
        plan_broken=standing.plan_broken,
    )
    return Verdict("send", number, fee, is_demand=manner.demand and number == len(manner.days), on=today)


def day_of_letter(*, standing: Standing, manner: Manner, number: int) -> date:
    """The earliest day of the letter with this number (from 1)."""
    due = rolled(due_on=standing.due_on, roll=manner.roll)
    days = [
        due + timedelta(days=manner.days[number - 1]),
        first_reminder_on(due_on=standing.due_on, grace_days=manner.grace_days, roll=manner.roll),
    ]
    if standing.not_before:
        days.append(first_reminder_on(due_on=standing.not_before, grace_days=manner.grace_days, roll=manner.roll))
    if standing.earlier:
        gap = manner.days[number - 1] - manner.days[number - 2]
        days.append(max(letter.sent_on for letter in standing.earlier) + timedelta(days=max(gap, LOWEST_GAP)))
    return max(days)


def reminder_deadline(*, sent_on: date, number: int, days: Sequence[int], wanted_days: int) -> date:
    """The last day to pay that a reminder names: always before the day on which the next letter may be sent."""
    if number >= len(days):
        return sent_on + timedelta(days=wanted_days)
    gap = max(days[number] - days[number - 1], LOWEST_GAP)
    return sent_on + timedelta(days=max(0, min(wanted_days, gap - 1)))


def _stopped(standing: Standing, manner: Manner, today: date) -> Reason | None:
    lapsed = limitation(due_on=standing.due_on, today=today, months=manner.limitation_months) == "lapsed"
    reasons: tuple[tuple[Reason, bool], ...] = (
        ("paid", standing.left_minor <= 0),
        ("off", not manner.on),
        ("method", not standing.reminded_method),
        ("account", standing.spared),
        ("handed_over", standing.handed_over),
        ("lapsed", lapsed),
        ("disputed", standing.disputed_minor >= standing.left_minor),
        ("deferred", standing.deferred),
        ("plan", standing.plan_kept),
        ("collecting", standing.collecting),
        ("paused", standing.paused),
    )
    return next((reason for reason, holds in reasons if holds), None)
