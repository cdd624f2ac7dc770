"""CM-12: a whole visit over every address of the portal changes no row of the company but the log of the visit itself.

Every table that holds rows of a company is asked, row by row and version by version: an UPDATE that writes the same
again is seen too. The rows that addresses name are made before.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from selvbetjening.domain.history.models import Event
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from tests import business, portal
from tests.story.portal.world import NOW, World, world
from tests.story.walls.addresses import filled, portal_addresses
from tests.story.walls.contents import changed, contents

pytestmark = pytest.mark.usefixtures("database")

#: What the visit itself writes: the fact in both logs with the log's newest link, and the browser's own session.
OF_THE_LOG = ["history_event", "history_logentry", "history_loghead"]
FORM = {"confirm": "1", "name": "X", "confirmed": "1", "email": "ny@eksempel.example", "quantity": "2", "choice": "1"}
#: Who looks comes to be before, and the user's last visit is written beside: no business of the customer's.
_BESIDE = ["access_membership"]


@pytest.fixture
def company() -> Iterator[World]:
    clock.set_source(lambda: NOW)
    yield world()
    clock.reset()


def addresses(company: World) -> dict[str, str]:
    """Every address of the portal but those of the visit itself, filled with the company's own rows."""
    return {each: filled(each, company) for each in portal_addresses() if not each.startswith("/se-som/")}


def names(company: World) -> list[str]:
    with within(company.id):
        return sorted(Event.objects.values_list("name", flat=True))


def come_in(company: World, user: business.BusinessClient) -> portal.PortalClient:
    """A browser in which this user looks as the customer from now on."""
    asked = user.post(user.path("sb_view_as", company.account.id), {"recipient": str(company.recipient.id)})
    browser = portal.client(company.organization)
    assert browser.post(urlsplit(asked["Location"]).path)["Location"] == "/"
    return browser


def walked(paths: dict[str, str], browser: portal.PortalClient) -> dict[str, tuple[int, int]]:
    """Address → the answers to its GET and its POST."""
    return {each: (browser.get(path).status_code, browser.post(path, FORM).status_code) for each, path in paths.items()}


def main_of(answer: Any) -> str:
    """What a page says, without its frame, its banner and the tokens of its forms."""
    said = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", said)


def test_a_whole_visit_leaves_the_log_of_itself_and_nothing_else(company: World) -> None:
    """CM-12: from before the press to after the end one fact is new, and of all rows nothing else differs.

    Pages that cannot be now (409: nothing is there to undo, to resume, to take back) are the customer's own answers:
    whoever looks is to see what the customer sees.
    """
    paths, user, own = addresses(company), business.as_manager(company.organization), company.client()
    assert len(paths) > 80
    before, told = contents(company.id, but=_BESIDE), names(company)
    browser = come_in(company, user)
    inside = contents(company.id, but=_BESIDE)
    assert changed(before, inside) == [*OF_THE_LOG, "identity_portalsession"]
    answers = walked(paths, browser)
    assert {posted for _, posted in answers.values()} == {403}
    assert changed(inside, contents(company.id, but=_BESIDE)) == []
    conflicts = [path for each, path in paths.items() if answers[each][0] == 409]
    shown = {path: main_of(browser.get(path)) for path in conflicts}
    assert browser.post("/se-som/afslut/").status_code == 302
    assert changed(before, contents(company.id, but=_BESIDE)) == OF_THE_LOG, "the session is gone again"
    assert names(company) == sorted([*told, "accounts.portal_viewed"])
    answered = {path: own.get(path) for path in conflicts}
    assert len(conflicts) > 3 and {each.status_code for each in answered.values()} == {409}
    assert {path: main_of(each) for path, each in answered.items()} == shown


def test_the_customers_own_walk_does_change_rows(company: World) -> None:
    """The proof above can fail: the same requests by the customer write in many tables."""
    paths = {each: path for each, path in addresses(company).items() if "/log-ud" not in each}
    before = contents(company.id)
    walked(paths, company.client())
    assert len(changed(before, contents(company.id))) > 5
