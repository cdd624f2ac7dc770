"""Which due day may be asked for: month ends, leap days, Easter, New Year, summer time (4, 14; U13, U14)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betalingsservice.calendar import COMPUTED, Calendar
from betalingsservice.deadlines import COPENHAGEN, Month, cycle
from betalingsservice.overlay import MonthOverride, Overlay
from selvbetjening.domain.directdebit.rules.asking import AskedCollection, Days, possible, refused
from selvbetjening.domain.directdebit.rules.handing_in import Hand, hand_of
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.money import Money

OURS, THEIRS = Days(calendar=COMPUTED), Days(calendar=COMPUTED, is_external=True)
PRACTICE, FEE = Days(calendar=COMPUTED, is_test=True), Days(calendar=COMPUTED, with_fee=True)
MINUTES = st.integers(0, 9 * 365 * 24 * 60)


def noon(year: int, month: int, day: int, hour: int = 12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=COPENHAGEN)


@pytest.mark.parametrize(
    ("at", "wished", "first"),
    [
        (noon(2027, 3, 1), date(2027, 3, 25), date(2027, 4, 1)),  # March's deadline was in February
        (noon(2027, 2, 1), date(2027, 3, 25), date(2027, 3, 30)),  # Maundy Thursday until Easter Monday
        (noon(2028, 1, 20), date(2028, 2, 29), date(2028, 2, 29)),  # a leap day that is a Tuesday
        (noon(2027, 1, 20), date(2027, 2, 28), date(2027, 3, 1)),  # a Sunday, and the month's last day
        (noon(2026, 12, 1), date(2026, 12, 31), date(2027, 1, 4)),  # New Year's Eve until Monday
        (noon(2026, 12, 21, 10), date(2027, 1, 1), date(2027, 1, 4)),
        (noon(2026, 12, 21, 11), date(2027, 1, 1), date(2027, 2, 1)),  # at the very deadline it is past
        (noon(2027, 4, 1), date(2027, 5, 6), date(2027, 5, 10)),  # Ascension and the Friday after it
    ],
)
def test_the_first_day_that_can_be_asked_for(at: datetime, wished: date, first: date) -> None:
    """14.1, 14.3: by the reference's own table of deadlines."""
    found = possible(from_on=wished, at=at, days=OURS)
    assert found is not None
    assert found.first_on == first


def test_an_external_one_wants_it_by_nine_and_a_fee_buys_days() -> None:
    """U14: 11:00 is the deadline and 09:00 what is planned for; 17.1 (9): late, for a fee, if that is asked for."""
    wished = date(2027, 2, 1)
    for moment, ours, theirs, late in (
        (noon(2027, 1, 22, 8), wished, wished, wished),
        (noon(2027, 1, 22, 9), wished, date(2027, 3, 1), wished),
        (noon(2027, 1, 22, 11), date(2027, 3, 1), date(2027, 3, 1), wished),
        (noon(2027, 1, 27, 12), date(2027, 3, 1), date(2027, 3, 1), date(2027, 3, 1)),
    ):
        firsts = [possible(from_on=wished, at=moment, days=days) for days in (OURS, THEIRS, FEE)]
        assert [each and each.first_on for each in firsts] == [ours, theirs, late]


def test_a_practice_delivery_is_for_the_following_month() -> None:
    """14.2: KR9; over the turn of the year and of February."""
    for at, first in ((noon(2026, 12, 31), date(2027, 1, 4)), (noon(2028, 1, 31), date(2028, 2, 1))):
        found = possible(from_on=copenhagen_day(at), at=at, days=PRACTICE)
        assert found is not None
        assert found.first_on == first
    assert possible(from_on=date(2027, 3, 1), at=noon(2027, 1, 20), days=PRACTICE) is None


def test_a_published_deadline_goes_before_the_computed_one() -> None:
    """U13: the operator's table moves the day, for what is asked and for what is handed in."""
    calendar = Calendar(Overlay(months={Month(2027, 2): MonthOverride(ordinary=date(2027, 1, 21))}))
    found = possible(from_on=date(2027, 2, 1), at=noon(2027, 1, 21), days=Days(calendar=calendar))
    assert found is not None
    assert found.first_on == date(2027, 3, 1)
    due = date(2027, 2, 1)
    hands = [hand_of(due_on=due, at=noon(2027, 1, day), is_test=False, calendar=calendar) for day in (15, 18)]
    assert hands == [Hand.WAITS, Hand.NOW]


@given(minutes=MINUTES, ahead=st.integers(-40, 120), days=st.sampled_from([OURS, THEIRS, PRACTICE, FEE]))
@settings(max_examples=300, deadline=None)
def test_what_is_offered_can_be_asked_for_and_nothing_before_it(minutes: int, ahead: int, days: Days) -> None:
    """The day offered is a banking day, in time, within 90 days; every earlier day from the wish on is refused."""
    at = datetime(2023, 12, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    wished = copenhagen_day(at) + timedelta(days=ahead)
    found = possible(from_on=wished, at=at, days=days)

    def refusal(due_on: date) -> object:
        asked = AskedCollection(customer_number="1017", due_on=due_on, amount=Money(1, "DKK"))
        return refused(asked=asked, place=0, at=at, days=days)

    if found is None:
        assert all(refusal(wished + timedelta(days=step)) for step in range(0, 130, 7))
        return
    assert refusal(found.first_on) is None
    assert COMPUTED.is_banking_day(found.first_on)
    assert days.is_test or found.hand_in_before > at
    assert copenhagen_day(at) <= found.first_on <= found.last_on == copenhagen_day(at) + timedelta(days=90)
    day = max(wished, copenhagen_day(at))
    while day < found.first_on:
        assert refusal(day) is not None
        day += timedelta(days=1)


@given(month=st.integers(0, 119), hour=st.integers(0, 23))
@settings(max_examples=120, deadline=None)
def test_it_is_handed_in_before_the_deadline_of_every_month(month: int, hour: int) -> None:
    """14.2: at the latest the day before any deadline it is time, and never once the late one has passed."""
    found = cycle(Month(2024 + month // 12, month % 12 + 1))
    due = found.first_payment
    day = copenhagen_day(found.ordinary) - timedelta(days=1)
    before = datetime.combine(day, time(hour), tzinfo=COPENHAGEN)
    assert hand_of(due_on=due, at=before, is_test=False, calendar=COMPUTED) is Hand.NOW
    assert hand_of(due_on=due, at=found.late, is_test=False, calendar=COMPUTED) is Hand.MISSED
    early = before.astimezone(UTC) - timedelta(days=14)
    assert hand_of(due_on=due, at=early, is_test=False, calendar=COMPUTED) is Hand.WAITS
