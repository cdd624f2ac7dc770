"""When a check holds no more: its deadline, its day, and the payment day itself (BM-04, U13)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from selvbetjening.domain.deliveries.rules.pipeline import is_missed, is_outdated

AT = datetime(2027, 1, 20, 9, tzinfo=UTC)
MIDNIGHT = datetime(2027, 1, 20, 23, tzinfo=UTC)  # of Copenhagen
INSTANT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("deadline", "at", "expected"),
    [
        (AT + timedelta(days=2), AT + timedelta(days=2) - INSTANT, False),
        (AT + timedelta(days=2), AT + timedelta(days=2), True),
        (None, MIDNIGHT - INSTANT, False),
        (None, MIDNIGHT, True),
    ],
)
def test_a_check_holds_until_its_deadline_or_the_end_of_its_day(
    deadline: datetime | None, at: datetime, expected: bool
) -> None:
    """BM-04: who says yes at the very moment is late."""
    assert is_outdated(deadline=deadline, counted_at=AT, at=at) is expected


def test_nobody_is_debited_for_a_day_that_has_come() -> None:
    """Annex D.1: a slip may be sent at any time; a payment day that has come is missed."""
    automatic, slip = {"section": "0112", "pays_on": "2027-02-01"}, {"section": "0117", "pays_on": "2027-01-01"}
    found = [is_missed(totals=[slip, automatic], on=date(2027, month, day)) for month, day in ((1, 31), (2, 1), (2, 2))]
    assert found == [False, True, True]
    assert not is_missed(totals=[slip], on=date(2027, 2, 1))
