"""The billing run bills what is due once: twice, two at once, and killed anywhere (Must show 6)."""

import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from django.db import Error, connection
from procrastinate.exceptions import ConnectorException

from selvbetjening.domain.billing.actions.run import RunResult, run
from selvbetjening.domain.billing.actions.sweep import sweep
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from tests.story.billing.crowd import TODAY, crowd, outcome
from tests.story.billing.deal import deal, noon

pytestmark = pytest.mark.usefixtures("database")

POINTS = 50


def bill(organization: OrganizationId, *, chunk: int = 2) -> RunResult:
    return run(organization, today=TODAY, at=noon(TODAY), chunk=chunk)


@pytest.fixture(scope="module")
def undisturbed(database: str) -> dict[str, Any]:
    organization = crowd()
    bill(organization)
    return outcome(organization)


def test_what_a_run_makes(undisturbed: dict[str, Any]) -> None:
    """One invoice for each account and currency, in the accounts' order; planned, free, late, ended alike."""
    invoices = undisturbed["invoices"]
    assert [invoice[0] for invoice in invoices] == list(range(1, len(invoices) + 1))
    assert [invoice[1] for invoice in invoices] == sorted(invoice[1] for invoice in invoices)
    by_account = {invoice[1]: invoice for invoice in invoices}
    assert by_account["K-0000"][4:7] == ("DKK", 19999, 5000)  # a month
    assert by_account["K-0001"][5] == 200001 + 19999  # a year and a month together
    late = [line[3] for line in by_account["K-0002"][8]]
    assert late == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]
    assert by_account["K-0003"][5:7] == (2 * 9950 + 19999, 5000)  # the planned change, at no VAT, and a month at 25 %
    assert "K-0004" not in by_account  # at its end
    assert by_account["K-0005"][5] == 19999  # the free one has no line
    assert by_account["K-0006"][4:7] == ("EUR", 3 * 2999, 2249)
    assert by_account["K-0006"][8][0][0] == "Basic, 1 April 2026 – 30 April 2026"
    assert ("K-0004", "month", 1, "ended", TODAY) in undisturbed["subscriptions"]
    assert ("K-0005", TODAY, date(2026, 5, 1)) in undisturbed["periods"]
    assert undisturbed["changes"] == ["done"]


def test_two_runs_bill_once(undisturbed: dict[str, Any]) -> None:
    """Should minus was: the second run finds nothing to do; whatever the chunks, the result is the same."""
    organization = crowd()
    assert bill(organization, chunk=1000).invoices == len(undisturbed["invoices"])
    assert bill(organization) == RunResult()
    assert outcome(organization) == undisturbed


def test_two_at_once_bill_once(undisturbed: dict[str, Any]) -> None:
    for _ in range(3):
        organization = crowd()
        with ThreadPoolExecutor(4) as threads:
            results = list(threads.map(in_a_thread, [organization] * 4))
        assert sum(result.invoices for result in results) == len(undisturbed["invoices"])
        assert outcome(organization) == undisturbed


def in_a_thread(organization: OrganizationId) -> RunResult:
    try:
        return bill(organization)
    finally:
        connection.close()


class Executioner:
    """Ends the connection of the run before its n-th statement, from outside, as a dead server or worker would."""

    def __init__(self, superuser: psycopg.Connection[Any], *, before: int) -> None:
        self.superuser, self.left = superuser, before

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        self.left -= 1
        if self.left == 0:
            pid = connection.connection.info.backend_pid
            self.superuser.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        return execute(sql, params, many, context)


def statements(superuser: psycopg.Connection[Any]) -> int:
    """How many statements an undisturbed run executes."""
    counter, organization = Executioner(superuser, before=0), crowd()
    connection.ensure_connection()
    with connection.execute_wrapper(counter):
        bill(organization)
    return -counter.left


def test_killed_anywhere_and_run_again_is_as_if_nothing_had_happened(
    undisturbed: dict[str, Any], superuser_connection: psycopg.Connection[Any]
) -> None:
    """Fifty random points, the same each time: same numbers, dates and amounts, and no gap (NUM-1, XB-25)."""
    count, draw, halfway = statements(superuser_connection), random.Random(6), 0
    for _ in range(POINTS):
        organization = crowd()
        executioner = Executioner(superuser_connection, before=draw.randint(1, count))
        with pytest.raises((Error, ConnectorException)), connection.execute_wrapper(executioner):
            bill(organization)
        connection.close()
        halfway += bool(outcome(organization)["invoices"])
        bill(organization)
        assert outcome(organization) == undisturbed
    assert 0 < halfway < POINTS


IN_A_PROCESS = """
import sys, uuid, datetime, django
django.setup()
from selvbetjening.domain.billing.actions.run import run
run(uuid.UUID(sys.argv[1]), today=datetime.date(2026, 4, 1), chunk=1,
    at=datetime.datetime(2026, 4, 1, 11, tzinfo=datetime.UTC))
"""


def test_a_killed_process_loses_and_doubles_nothing(superuser_connection: psycopg.Connection[Any]) -> None:
    """A real SIGKILL in the middle, five times on one company; then one run brings it to its end."""
    whole, organization = crowd(accounts=60), crowd(accounts=60)
    bill(whole, chunk=1)
    wanted, issued = len(outcome(whole)["invoices"]), 0
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "selvbetjening.config.settings"}
    for _ in range(5):
        worker = subprocess.Popen([sys.executable, "-c", IN_A_PROCESS, str(organization)], env=environment)
        before = issued
        while issued <= before + 3 and worker.poll() is None:
            time.sleep(0.005)
            query = "SELECT count(*) FROM invoicing_invoice WHERE organization_id = %s"
            issued = superuser_connection.execute(query, [organization]).fetchall()[0][0]
        worker.send_signal(signal.SIGKILL)
        assert worker.wait() == -signal.SIGKILL
    assert 0 < issued < wanted
    bill(organization, chunk=1)
    assert outcome(organization) == outcome(whole)


def test_a_period_is_billed_once_by_the_database_itself() -> None:
    """Even when a subscription's day is set back by hand, the same period is stepped over."""
    mine = deal()
    one = mine.started(date(2026, 3, 1))
    with within(mine.organization):
        one.renews_on = one.period_starts_on
        one.save(update_fields=["renews_on"])
    mine.run(date(2026, 3, 10))
    assert len(mine.invoices()) == 1
    assert mine.subscription(one.id).renews_on == TODAY


def test_month_ends_come_back_to_the_agreed_day() -> None:
    """The 31st, through a February and both changes of the clock; every day of a leap year is billed once."""
    mine = deal()
    one = mine.started(date(2027, 12, 31))
    day = date(2027, 12, 31)
    while day < date(2029, 1, 5):
        mine.run(day)
        day += timedelta(days=1)
    starts = [line.starts_on for invoice in mine.invoices() for line in invoice.lines.all()]
    assert [f"{start:%m-%d}" for start in starts[:5]] == ["12-31", "01-31", "02-29", "03-31", "04-30"]
    ends = [line.ends_on for invoice in mine.invoices() for line in invoice.lines.all()]
    assert starts[1:] == ends[:-1]
    assert mine.subscription(one.id).renews_on == date(2029, 1, 31)
    assert [invoice.issued_on for invoice in mine.invoices()] == starts


def test_the_sweep_wakes_those_who_have_something_due() -> None:
    """One job for each active company with something due; a closed company is not billed."""
    waiting, idle, closed = crowd(accounts=1), deal(), crowd(accounts=1)
    with within(closed):
        Organization.objects.filter(id=closed).update(is_active=False)
    sweep(today=TODAY, at=noon(TODAY))
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'organization' FROM procrastinate_jobs WHERE task_name = 'billing.run'")
        woken = {row[0] for row in cursor.fetchall()}
    assert str(waiting) in woken
    assert not {str(idle.organization), str(closed)} & woken
    bill(closed)
    with within(closed):
        assert not Invoice.objects.exists()
