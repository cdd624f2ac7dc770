"""An operator acts for a company: with a reason that the company reads, by a link that works once (SEC-34, BP-06)."""

import re
from datetime import timedelta
from typing import Any

import pytest

from selvbetjening.domain.history.models import Event
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from tests import make
from tests.business import BusinessClient, as_manager
from tests.story.staff.door import browser, operator

pytestmark = pytest.mark.usefixtures("database")
REASON = "Ringede om Stripe"


def visits(company: Organization) -> list[dict[str, Any]]:
    with within(OrganizationId(company.id)):
        return [event.data for event in Event.objects.filter(name="organizations.operator_visited")]


def handed(company: Organization, reason: str = REASON) -> str:
    """The path of the link that an operator gets for this reason."""
    shown = operator().post(f"/organizations/{company.id}/act-for/", {"reason": reason})
    assert shown.status_code == 200 and shown.headers["Referrer-Policy"] == "no-referrer"
    found = re.search(r'href="https://erhverv\.portal\.test(/operatoer/[^"]+)"', shown.content.decode())
    assert found
    return found[1]


def inside(company: Organization) -> BusinessClient:
    client = BusinessClient(here=company, language="en")
    path = handed(company)
    assert client.get(path).status_code == 200 and client.get(client.path("front")).status_code == 302, "a press only"
    assert client.post(path).status_code == 302
    return client


def test_a_reason_is_written_down_and_every_page_says_it_sec_34() -> None:
    """SEC-34: the fact stands in the company's own log, and the reason on every page of the visit."""
    company = make.organization(name="Nordlys Træning")
    client = inside(company)
    for page in ("front", "sb_settings", "sb_general"):
        told = client.get(client.path(page)).content.decode()
        assert "As the operator you act for" in told and REASON in told, page
    assert visits(company) == [{"reason": REASON}]
    desk = as_manager(company, language="en")
    log = desk.get(desk.path("log")).content.decode()
    assert "An operator came to act for the company" in log and REASON in log
    assert client.get(client.path("members")).status_code == 403, "BP-33: an operator manages nobody"


def test_the_link_works_once_for_its_company_and_an_hour_sec_34(monkeypatch: pytest.MonkeyPatch) -> None:
    """SEC-34: one browser, one company, sixty minutes."""
    company, other = make.organization(), make.organization()
    path = handed(company)
    first, second = BusinessClient(here=company), BusinessClient(here=company)
    assert first.post(path).status_code == 302
    assert second.post(path).status_code != 302 and second.get(second.path("front")).status_code == 302
    assert first.get(f"/v/{other.id}/").status_code == 404
    start = clock.now()
    for minutes, status in ((14, 200), (28, 200), (42, 200), (56, 200), (61, 302)):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: start + timedelta(minutes=minutes))
        assert first.get(first.path("front")).status_code == status, minutes


@pytest.mark.parametrize("reason", ["", "   ", "x" * 201])
def test_without_a_reason_there_is_no_link_and_no_visit(reason: str) -> None:
    company = make.organization()
    shown = operator().post(f"/organizations/{company.id}/act-for/", {"reason": reason})
    assert "/operatoer/" not in shown.content.decode() and visits(company) == []


def test_only_operators_come_that_way() -> None:
    company = make.organization()
    assert browser().post(f"/organizations/{company.id}/act-for/", {"reason": REASON}).status_code == 302
    assert visits(company) == []
