"""The demo's clock: moved on a page, told by every process, day by day, each day's billing in turn."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from selvbetjening import schedule
from selvbetjening.domain.billing.actions.late_run import late_run
from selvbetjening.domain.billing.actions.run import run
from selvbetjening.domain.invoicing.models import Invoice, Reminder
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.sandbox import journey, travel
from selvbetjening.portals.sandbox.tasks import demo_clock
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


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """No job waits: other tests of this run leave some for no worker."""
    monkeypatch.setattr(journey, "waiting", lambda: 0)


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch, quiet: None) -> list[date]:
    """The days on which the work of a day was called for."""
    worked: list[date] = []
    monkeypatch.setattr(schedule, "everything", lambda *, at: worked.append(copenhagen_day(at)))
    return worked


@pytest.mark.usefixtures("days")
def test_every_process_tells_the_moved_time(var: Path, demo: PortalClient) -> None:
    before = clock.now()
    assert abs(before - datetime.now(UTC)) < timedelta(seconds=5)
    assert demo.post("/clock/move/", {"move": "week"}).status_code == 302
    assert clock.now() - before < timedelta(minutes=1), "the worker goes there, not the page"
    demo_clock(timestamp=0)
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


def test_the_clock_only_moves_forward_and_not_too_far(demo: PortalClient, days: list[date]) -> None:
    for wrong in (timedelta(minutes=-1), timedelta(days=41)):
        with pytest.raises(ValueError, match="forward, and 40 days at most"):
            travel.set_out(clock.now() + wrong)
    for move in ("yesterday", "-1", ""):
        demo.post("/clock/move/", {"move": move})
    assert demo.get("/clock/move/").status_code == 405
    assert travel.state() == travel.AT_HOME
    travel.set_out(clock.now() + timedelta(days=40))
    with pytest.raises(ValueError, match="under way"):
        travel.set_out(clock.now() + timedelta(days=1))


def test_each_day_is_worked_through_in_turn(demo: PortalClient, days: list[date]) -> None:
    """From the day it is to the goal, none left out; pressing on the way does nothing."""
    began = clock.today()
    demo.post("/clock/move/", {"move": "week"})
    demo.post("/clock/move/", {"move": "month"})
    demo.post("/clock/move/", {"move": "home"})
    page = demo.get("/clock/").content.decode()
    assert 'http-equiv="refresh"' in page and "day 0 of 7" in page and 'name="move"' not in page
    demo_clock(timestamp=0)
    assert days == [began + timedelta(days=count) for count in range(8)]
    assert travel.state().goal is None and clock.today() == days[-1]
    page = demo.get("/clock/").content.decode()
    assert "http-equiv" not in page and 'value="week"' in page
    demo_clock(timestamp=0)
    assert len(days) == 8, "the journey is over"


def test_a_killed_journey_is_continued_from_its_day(
    demo: PortalClient, days: list[date], monkeypatch: pytest.MonkeyPatch
) -> None:
    began, work = clock.today(), schedule.everything

    def killed_on_the_third(*, at: datetime) -> None:
        work(at=at)
        if len(days) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(schedule, "everything", killed_on_the_third)
    demo.post("/clock/move/", {"move": "week"})
    with pytest.raises(KeyboardInterrupt):
        demo_clock(timestamp=0)
    assert clock.today() == began + timedelta(days=2) and travel.state().goal
    with journey._alone():
        demo_clock(timestamp=0)
        assert len(days) == 3, "another one is on its way"
    demo_clock(timestamp=0)
    assert days == [began + timedelta(days=count) for count in (0, 1, 2, 2, 3, 4, 5, 6, 7)]


def test_the_next_day_comes_when_the_last_job_is_done(days: list[date], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[date] = []

    def waiting() -> int:
        asked.append(clock.today())
        return 0 if asked.count(clock.today()) == 3 else 1

    monkeypatch.setattr(journey, "waiting", waiting)
    monkeypatch.setattr(journey, "_A_MOMENT", 0)
    journey.move_on(until=clock.today() + timedelta(days=2))
    demo_clock(timestamp=0)
    assert asked == [day for day in days for _ in range(3)] and len(days) == 3


def test_the_journeys_own_job_is_not_waited_for_and_queued_once() -> None:
    known = journey.waiting()
    journey.move_on(until=clock.today() + timedelta(days=1))
    while travel.next_day():
        pass
    with transaction.atomic():  # as a request is
        journey.move_on(until=clock.today() + timedelta(days=1))
        assert travel.state().goal
        assert organizations.portals() is not None
    assert ProcrastinateJob.objects.filter(task_name=journey.JOB, status="todo").count() == 1
    assert journey.waiting() == known
    company = make.organization()
    make.subscription(make.account(company), make.terms(make.plan(company)), started_on=clock.today())
    schedule.everything(at=clock.now())
    assert journey.waiting() > known


def test_invoices_and_reminders_are_dated_on_their_own_days(
    demo: PortalClient, quiet: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DUN-1: in one press a month on, an invoice on the day of renewal, and each reminder on the day it may be sent."""
    company = make.organization(name=f"Klubben {uuid4().hex[:8]}")  # names of other tests' companies are all alike
    here = OrganizationId(company.id)
    with within(here):
        choose(here, values={"send_reminders": True}, actor=SYSTEM, at=clock.now())
    began, renewal = clock.today(), clock.today() + timedelta(days=3)
    make.subscription(make.account(company), make.terms(make.plan(company)), started_on=renewal)

    def work(*, at: datetime) -> None:
        run(here, today=copenhagen_day(at), at=at)
        late_run(here, today=copenhagen_day(at), at=at)

    monkeypatch.setattr(schedule, "everything", work)
    demo.post("/clock/move/", {"move": "month"})
    demo_clock(timestamp=0)
    with within(here):
        invoice = Invoice.objects.get()
        reminded = list(Reminder.objects.order_by("sent_on").values_list("sent_on", flat=True))
    assert invoice.issued_on == renewal
    assert began < invoice.due_on < reminded[0] < reminded[1] < clock.today()
    found = {row.company: row for row in journey.since(travel.state().set_out_at or clock.now())}
    assert (found[company.name].invoices, found[company.name].reminders) == (1, 2)
    page = demo.get("/clock/").content.decode()
    assert f'<th scope="row">{company.name}</th>' in page and company.slug not in page
    assert not journey.may_go_home()
    kept = travel.state()
    demo.post("/clock/move/", {"move": "home"})
    assert travel.state() == kept


def test_back_to_the_real_time_while_nothing_final_happened(
    demo: PortalClient, days: list[date], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journey, "portals", dict)  # other tests leave facts of later times
    demo.post("/clock/move/", {"move": "day"})
    demo_clock(timestamp=0)
    monkeypatch.setattr(journey, "waiting", lambda: 1)
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
