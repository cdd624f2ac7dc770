"""A line that is down until the deadline has passed: nothing is asked for in a month that nobody expects (14.2)."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from betalingsservice.calendar import COMPUTED
from betalingsservice.deadlines import Month, cycle
from selvbetjening.domain.directdebit.actions.bank_line import bank_line_job
from selvbetjening.domain.directdebit.actions.send_files import retry_sending
from selvbetjening.domain.directdebit.ports import LineFailed
from selvbetjening.domain.directdebit.queries import bank
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from tests import directdebit as dd
from tests.external import HeldLine, ask, facts, ready, sent, wish, written

pytestmark = pytest.mark.usefixtures("database", "line")
LATE = cycle(Month.of(dd.DUE), calendar=COMPUTED).late


def job(company: Any, at: datetime, *, is_down: bool = False) -> None:
    HeldLine.fails = {"open": LineFailed("unreachable")} if is_down else {}
    clock.set_source(lambda: at)
    try:
        bank_line_job.task.func(organization=str(company))
    finally:
        clock.reset()


def test_what_could_not_be_sent_in_time_is_not_sent_at_all() -> None:
    """The line comes back a minute after the late deadline: the 0601 waits for a person, its collections are over."""
    company, mine, _ = ready()
    written(mine, "1017")
    job(company, dd.AT, is_down=True)
    job(company, LATE + timedelta(minutes=1))
    assert HeldLine.there == {}
    assert [(state, code) for state, code, _ in sent(company)] == [("refused", "too_late")]
    assert dd.states(company) == {"1017": "cancelled"}
    assert facts(company, "collection_cancelled") == 1
    with within(company):
        (row,) = bank.sendings(company)
    assert retry_sending(company, sending=row.id)
    job(company, LATE + timedelta(hours=5))
    assert HeldLine.there == {}
    assert facts(company, "collection_cancelled") == 1


def test_until_the_late_deadline_it_goes() -> None:
    """A second before it is sent; what is due in a later month waits for its own."""
    company, mine, _ = ready()
    written(mine, "1017")
    ask(mine, wish("1033", due_on=date(2027, 3, 1)))
    job(company, LATE - timedelta(seconds=1))
    assert len(HeldLine.there) == 1
    job(company, LATE + timedelta(minutes=1))
    assert dd.states(company) == {"1017": "received", "1033": "received"}
