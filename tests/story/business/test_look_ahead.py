"""CM-12, the other day: what will happen to an account, and the portal as of that day; nothing of it has happened."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.utils.translation import override

from selvbetjening.domain.billing.actions.late_run import late_run
from selvbetjening.domain.billing.actions.look_ahead import looked_ahead
from selvbetjening.domain.billing.actions.run import run
from selvbetjening.domain.billing.rules.ahead import evening
from selvbetjening.domain.history.actions.react import react
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import start_of_day
from selvbetjening.portals.business.selvbetjening.customers.ahead import coming, told_since
from tests import business, portal
from tests.story.portal.world import NOW, World, world
from tests.story.walls.contents import contents

pytestmark = pytest.mark.usefixtures("database")
TODAY = NOW.date()
LATER = TODAY + timedelta(days=40)


@pytest.fixture
def company() -> Iterator[World]:
    clock.set_source(lambda: NOW)
    made = world()
    react(made.id, at=NOW)
    values: dict[str, Any] = {"send_reminders": True, "claim_interest": True}
    choose(made.id, values=values | {"reference_rates": [["2026-01-01", 160]]}, actor=SYSTEM, at=NOW)
    with override("da"):
        yield made
    clock.reset()


def jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        return int(cursor.fetchone()[0])


def live(company: World, until: date) -> None:
    """The days themselves: what the worker does on each, at the same hour."""
    day = TODAY
    while day < until:
        day += timedelta(days=1)
        run(company.id, today=day, at=evening(day=day))
        react(company.id, at=evening(day=day))
        late_run(company.id, today=day, at=evening(day=day))
        react(company.id, at=evening(day=day))


def test_what_is_foretold_is_what_then_happens(company: World) -> None:
    """CM-12: facts, amounts, numbers, days, reminders and mails of forty days are those of forty real days."""
    with within(company.id):
        foretold = coming(company.id, account=company.account.id, today=TODAY, until=LATER)
    live(company, LATER)
    with within(company.id):
        happened = told_since(
            company.id, account=company.account.id, after=start_of_day(TODAY + timedelta(days=1))
        )  # fmt: skip
    assert foretold == happened
    said = {each.words for each in foretold}
    assert {"Mail: Faktura", "Mail: Rykker"} <= said, said
    assert len(foretold) > 5


def test_looking_leaves_every_table_and_the_queue_as_they_were(company: World) -> None:
    """CM-12: no row, no version of a row, no job; also when the page in between breaks."""
    before, queued = contents(company.id), jobs()
    with within(company.id):
        assert coming(company.id, account=company.account.id, today=TODAY, until=LATER)
    with (
        pytest.raises(ZeroDivisionError),
        within(company.id),
        looked_ahead(company.id, account=company.account.id, today=TODAY, until=LATER),
    ):
        raise ZeroDivisionError
    assert (contents(company.id), jobs()) == (before, queued)


@pytest.mark.parametrize("days", [-1, 732])
def test_the_past_and_what_is_too_far_are_refused(company: World, days: int) -> None:
    day = TODAY + timedelta(days=days)
    with pytest.raises(ValueError, match="two years"), within(company.id):
        coming(company.id, account=company.account.id, today=TODAY, until=day)
    user = business.as_manager(company.organization)
    answer = user.get(user.path("sb_view_as", company.account.id), {"dag": day.isoformat()})
    assert "Vælg en dag efter i dag" in answer.content.decode()


def test_the_page_tells_what_will_happen_and_the_portal_is_drawn_as_of_that_day(company: World) -> None:
    """CM-12: the list with its mails, then the customer's own pages under a banner that names the day; read only."""
    user, day = business.as_manager(company.organization), date(2026, 4, 20)
    page = user.path("sb_view_as", company.account.id)
    before = contents(company.id, but=["access_membership"])
    listed = user.get(page, {"dag": day.isoformat()}).content.decode()
    assert "Mail: Faktura" in listed and "1. april 2026" in listed
    assert contents(company.id, but=["access_membership"]) == before
    asked = user.post(page, {"recipient": str(company.recipient.id), "dag": day.isoformat()})
    browser = portal.client(company.organization)
    assert browser.post(urlsplit(asked["Location"]).path)["Location"] == "/"
    herself = company.client()
    inside, queued = contents(company.id, but=["access_membership"]), jobs()
    home, invoices = browser.get("/").content.decode(), browser.get("/fakturaer/").content.decode()
    assert re.search(r"Sådan ser den ud <time[^>]*>20\. april 2026</time>", home) and "kun læsning" in home
    assert "1. maj 2026" in home, "the next renewal is that after the day"
    assert invoices.count("/fakturaer/") > herself.get("/fakturaer/").content.decode().count("/fakturaer/")
    assert browser.post("/oplysninger/ret/", {"name": "X"}).status_code == 403
    after = contents(company.id, but=["access_membership"])
    assert ([table for table in after if after[table] != inside[table]], jobs()) == ([], queued)
    assert clock.today() == TODAY, "the clock of everybody else stands where it stood"
    assert "Sådan ser den ud" not in herself.get("/").content.decode()
