"""The monthly cycle: by when what must be in, and until when a debtor may refuse.

Source: betalingsservice.md 14.2, 14.3, 15, 17.1 (9, 16). BS counts banking days before the turn of the month. Computed
days may differ by a day from those MPS publishes (U13: override per month in the overlay); clock times are settings
(U14). Moments are aware and in Copenhagen; whoever compares may hand in any aware moment.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

from betalingsservice.calendar import COMPUTED, Calendar, NonBankingDay
from betalingsservice.overlay import MonthOverride

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
ORDINARY_FROM_END, LATE_FROM_END = 6, 3
DAYS_AHEAD = 90
REFUSAL_DAY = 7
REVOCATION_BANKING_DAYS = 3
TEST_SUBSYSTEM = "KR9"


class Month(NamedTuple):
    """A calendar month."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def before(self) -> "Month":
        """The month before it."""
        return Month.of(self.first - timedelta(days=1))

    @property
    def after(self) -> "Month":
        """The month after it."""
        return Month.of(self.first + timedelta(days=31))

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"


class Window(StrEnum):
    """What a deadline says about a moment."""

    OPEN = "open"
    SOON = "soon"  # the deadline's own day, after the warning time (U14)
    LATE = "late"  # past the ordinary deadline, within the late one: an extra fee per collection
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Cycle:
    """The moments of one payment month; 0601 section 0112 must be in before `ordinary`, at a fee before `late`."""

    month: Month
    warning: datetime
    ordinary: datetime
    late: datetime
    mandate: datetime  # last moment at which a 0605 registration still makes the ordinary deadline
    first_payment: date
    refusal: datetime
    overridden: bool  # U13: the ordinary or the late day comes from the overlay

    def window(self, at: datetime) -> Window:
        """Where a moment lies; a delivery at the very deadline is past it ("before 11:00")."""
        if at >= self.ordinary:
            return Window.LATE if at < self.late else Window.CLOSED
        return Window.SOON if at >= self.warning else Window.OPEN


def cycle(month: Month, *, calendar: Calendar = COMPUTED) -> Cycle:
    """The deadlines of a payment month, computed from the calendar and overridden by its overlay."""
    days = list(calendar.of_month(*month.before))
    override = calendar.overlay.months.get(month, MonthOverride())
    ordinary = override.ordinary or days[-ORDINARY_FROM_END]
    late = override.late or days[-LATE_FROM_END]
    mandate = calendar.add(ordinary, banking_days=-2)
    refusal = calendar.following(month.first.replace(day=REFUSAL_DAY))
    times = calendar.overlay.times_on
    return Cycle(
        month=month,
        warning=_moment(ordinary, min(times(ordinary).warning, times(ordinary).ordinary)),
        ordinary=_moment(ordinary, times(ordinary).ordinary),
        late=_moment(late, times(late).late),
        mandate=_moment(mandate, times(mandate).mandate),
        first_payment=calendar.following(month.first),
        refusal=_moment(refusal, times(refusal).refusal),
        overridden=override != MonthOverride(),
    )


def cycles(year: int, *, calendar: Calendar = COMPUTED) -> Iterator[Cycle]:
    """The twelve payment months of a year."""
    for month in range(1, 13):
        yield cycle(Month(year, month), calendar=calendar)


def payment_cycle(due: date, *, rule: NonBankingDay = NonBankingDay.FOLLOWING, calendar: Calendar = COMPUTED) -> Cycle:
    """The cycle that a collection due on a day belongs to: that of the month in which it is paid after any move."""
    return cycle(Month.of(calendar.payment_day(due, rule=rule)), calendar=calendar)


def next_deadline(at: datetime, *, calendar: Calendar = COMPUTED) -> Cycle:
    """The first payment month whose ordinary deadline has not passed at a moment."""
    month = Month.of(at.astimezone(COPENHAGEN).date()).after
    while True:
        found = cycle(month, calendar=calendar)
        if at < found.ordinary:
            return found
        month = month.after


def latest_due(created_on: date) -> date:
    """Section 4: the last due date that a delivery made on a day may hold, 90 days ahead."""
    return created_on + timedelta(days=DAYS_AHEAD)


def registered_on(at: datetime, *, calendar: Calendar = COMPUTED) -> date:
    """9.1: the banking day on which a mandate sent in a 0605 delivery at a moment is registered.

    Received on a banking day until the mandate time (17:30) it is the next banking day, later the one after that.
    """
    local = at.astimezone(COPENHAGEN)
    in_time = local.time() <= calendar.overlay.times_on(local.date()).mandate
    received = calendar.following(local.date() if in_time else local.date() + timedelta(days=1))
    return calendar.add(received, banking_days=1)


def collectable_from(registered: date, *, calendar: Calendar = COMPUTED) -> date:
    """9.1: the first banking day on which a collection may be sent for a mandate registered on a day."""
    return calendar.add(registered, banking_days=1)


def revoked_for_payments_from(
    received_on: date, *, calendar: Calendar = COMPUTED, banking_days: int = REVOCATION_BANKING_DAYS
) -> date:
    """15, U24: payments from this day on are no longer made once a debtor's cancellation has been received."""
    return calendar.add(received_on, banking_days=banking_days)


def is_test_month(due: date, *, created_on: date) -> bool:
    """14.2: in a test delivery (subsystem KR9) the payment date lies in the following month."""
    return Month.of(due) == Month.of(created_on).after


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=COPENHAGEN)
