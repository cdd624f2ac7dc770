"""When an open invoice is overdue (CM-06). Pure."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from selvbetjening.domain.payments.rules.owing import OpenItem
from selvbetjening.kernel.money import Money

DUE = date(2026, 3, 29)  # the night to this day is an hour short


def item(*, rest: int = 10_000, disputed: int = 0, beside: int = 0, in_plan: bool = False) -> OpenItem:
    """An invoice of which so many øre are left."""
    left, said_no_to, claims = (Money(minor, "DKK") for minor in (rest, disputed, beside))
    return OpenItem(UUID(int=1), left, said_no_to, claims, due_on=DUE, deferred_until=None, in_plan=in_plan)


@pytest.mark.parametrize(("days", "overdue"), [(-1, False), (0, False), (1, True)])
def test_the_day_to_pay_itself_is_in_time(days: int, overdue: bool) -> None:
    """CM-06: who pays on the day is not late; the day after is."""
    assert item().is_overdue(today=DUE + timedelta(days=days)) is overdue


def test_what_is_excused_is_not_overdue() -> None:
    """CM-06: all of it disputed, paid in parts, or nothing left."""
    late = DUE + timedelta(days=30)
    assert not item(disputed=10_000, beside=5_000).is_overdue(today=late)
    assert not item(in_plan=True).is_overdue(today=late)
    assert not item(rest=0).is_overdue(today=late)
    assert item(rest=0, beside=1).is_overdue(today=late)
    assert item(disputed=9_999).now == Money(1, "DKK")
