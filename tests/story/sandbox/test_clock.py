"""The demo's clock: moved on a page, told by every process, followed by billing."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from selvbetjening.domain.billing.actions.run import run
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.sandbox import journey, travel
from tests import make
from tests.portal import PortalClient
from tests.story.sandbox.conftest import environment

pytestmark = pytest.mark.usefixtures("database", "var")

TELL = "from selvbetjening.config.start import start_django; start_django(); from selvbetjening.kernel import clock; "


def told_elsewhere(var: Path) -> datetime:
    """The time in another process of the same demo."""
    command = [sys.executable, "-c", TELL + "print(clock.now().isoformat())"]
    answer = subprocess.run(command, env=environment(var), capture_output=True, text=True, check=True)
    return datetime.fromisoformat(answer.stdout.strip())


def woken(organization: object, task: str = "billing.run") -> int:
    """How many billing runs, or runs of another kind, were ever deferred for the organization."""
    return ProcrastinateJob.objects.filter(task_name=task, args__organization=str(organization)).count()


def test_every_process_tells_the_moved_time(var: Path, demo: PortalClient) -> None:
    before = clock.now()
    assert abs(before - datetime.now(UTC)) < timedelta(seconds=5)
    assert demo.post("/clock/move/", {"move": "week"}).status_code == 302
    ahead = clock.now() - before
    assert timedelta(days=6, hours=22) < ahead < timedelta(days=7, hours=2)
    assert timedelta() <= told_elsewhere(var) - clock.now() + timedelta(seconds=30) < timedelta(minutes=1)
    assert journey.target(wanted="week", today=clock.today()) == clock.today() + timedelta(days=7)


@pytest.mark.parametrize(
    ("wanted", "today", "day"),
    [
        ("day", date(2028, 2, 28), date(2028, 2, 29)),
        ("week", date(2026, 12, 28), date(2027, 1, 4)),
        ("month", date(2027, 1, 31), date(2027, 2, 28)),
        ("first", date(2026, 12, 1), date(2027, 1, 1)),
        ("first", date(2026, 11, 30), date(2026, 12, 1)),
        ("home", date(2026, 11, 30), None),
        ("", date(2026, 11, 30), None),
    ],
)
def test_where_the_buttons_lead(wanted: str, today: date, day: date | None) -> None:
    assert journey.target(wanted=wanted, today=today) == day


def test_the_clock_only_moves_forward(demo: PortalClient) -> None:
    travel.move_to(clock.now() + timedelta(days=3))
    with pytest.raises(ValueError, match="forward"):
        travel.move_to(clock.now() - timedelta(minutes=1))
    kept = travel.state()
    for move in ("yesterday", "-1", ""):
        demo.post("/clock/move/", {"move": move})
    assert demo.get("/clock/move/").status_code == 405
    assert travel.state() == kept


def test_moving_wakes_the_billing_of_what_is_due(demo: PortalClient) -> None:
    """The page asks again while jobs wait, then tells what they did; after an invoice there is no way back."""
    company = make.organization(name=f"Klubben {uuid4().hex[:8]}")  # names of other tests' companies are all alike
    price = make.terms(make.plan(company))
    start = clock.today() + timedelta(days=20)
    make.subscription(make.account(company), price, started_on=start)
    demo.post("/clock/move/", {"move": "week"})
    assert woken(company.id) == 0
    demo.post("/clock/move/", {"move": "month"})
    assert woken(company.id) == 1
    page = demo.get("/clock/").content.decode()
    assert '<meta http-equiv="refresh" content="2">' in page and "waiting or under way" in page
    assert company.slug not in page
    run(OrganizationId(company.id), today=clock.today(), at=clock.now())
    found = {row.company: row for row in journey.since(travel.state().arrived_at or clock.now())}
    assert found[company.name].invoices == 1
    page = demo.get("/clock/").content.decode()
    assert f'<th scope="row">{company.name}</th>' in page and company.slug not in page
    assert not journey.may_go_home()
    kept = travel.state()
    demo.post("/clock/move/", {"move": "home"})
    assert travel.state() == kept
    assert woken(company.id, "billing.late") == 0
    demo.post("/clock/move/", {"move": "month"})
    assert woken(company.id, "billing.late") == 1  # its invoice is overdue by then


def test_back_to_the_real_time_while_nothing_final_happened(
    demo: PortalClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Other tests of this run leave jobs for no worker, and facts of later times.
    monkeypatch.setattr(journey, "portals", dict)
    monkeypatch.setattr(journey, "waiting", lambda: 1)
    demo.post("/clock/move/", {"move": "day"})
    demo.post("/clock/move/", {"move": "home"})
    assert travel.state().ahead, "not while a job may still issue something at the later time"
    monkeypatch.setattr(journey, "waiting", lambda: 0)
    page = demo.get("/clock/").content.decode()
    assert "Back to the real time" in page and "Nothing was due" in page and "http-equiv" not in page
    demo.post("/clock/move/", {"move": "home"})
    assert travel.state() == travel.AT_HOME
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_move_needs_the_pages_own_token() -> None:
    strict = PortalClient("demo.portal.test", enforce_csrf_checks=True)
    assert strict.post("/clock/move/", {"move": "day"}).status_code == 403
    assert strict.post("/operator/").status_code == 403
    assert travel.state() == travel.AT_HOME
