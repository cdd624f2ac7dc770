"""Links that do not work any more, and the way on from them (LG-07, LG-10, SEC-56, SEC-57)."""

from datetime import timedelta

import pytest

from selvbetjening.domain.identity.models import ApiUser, PortalSession
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from tests import make, outbox, portal
from tests.story.login import login_steps as steps

pytestmark = pytest.mark.usefixtures("database")


def press(client: portal.PortalClient, link: steps.Received) -> str:
    """Open the link, press, and read the page that comes of it."""
    client.get(link.path)
    answer = client.post("/log-ind/fortsaet/")
    return "" if answer.status_code == 302 else str(answer.content.decode())


@pytest.mark.parametrize(
    ("minutes", "alive"), [(3, True), (3, False), (10, True), (10, False), (30, True), (30, False)]
)
def test_the_link_lives_for_the_minutes_of_the_setting_sb_22(
    minutes: int, alive: bool, now: steps.Watch, posted: list[outbox.Mail]
) -> None:
    """SB-22, SEC-56: a second before its time it works, at its time it does not; the page answers 200 (LG-10)."""
    company = make.organization(login_link_minutes=minutes)
    anna = make.recipient(make.account(company))
    client = steps.browser(company)
    steps.ask(client, anna.email)
    link = steps.mailed(company, posted, anna.email)
    now.at += timedelta(minutes=minutes) - timedelta(seconds=1 if alive else 0)
    page = press(client, link)
    assert steps.is_in(client) == alive
    assert ("Send et nyt link" in page or "Send a new link" in page) != alive


def test_a_dead_link_leads_to_a_fresh_one_and_keeps_the_page_lg_10(now: steps.Watch, posted: list[outbox.Mail]) -> None:
    """LG-10, XB-05: expired, renewed in another browser than the first, and on to the page that was wanted."""
    company = make.organization()
    anna = make.recipient(make.account(company))
    steps.ask(steps.browser(company), anna.email, next="/fakturaer/?page=2")
    link = steps.mailed(company, posted, anna.email)
    now.at += timedelta(minutes=11)
    other = steps.browser(company)
    other.get(link.path)
    assert other.get("/log-ind/fortsaet/").status_code == 200
    renewed = other.post("/log-ind/nyt-link/")
    assert renewed.headers["Location"] == "/log-ind/sendt/"
    fresh = steps.mailed(company, posted, anna.email)
    assert fresh.token != link.token
    other.get(fresh.path)
    assert other.post("/log-ind/fortsaet/").headers["Location"] == "/fakturaer/?page=2"


def test_a_living_link_is_not_renewed(posted: list[outbox.Mail]) -> None:
    """CM-11: a scanner that posts every form it knows must not void the link."""
    company = make.organization()
    anna = make.recipient(make.account(company))
    client = steps.browser(company)
    steps.ask(client, anna.email)
    link = steps.mailed(company, posted, anna.email)
    client.get(link.path)
    assert client.post("/log-ind/nyt-link/").headers["Location"] == "/log-ind/"
    assert steps.outcomes(company) == ["sent"]
    press(client, link)
    assert steps.is_in(client)


def test_a_link_works_once_lg_07(posted: list[outbox.Mail]) -> None:
    """LG-07, SEC-57: used is used, also in the same browser; the page says so and offers a way on."""
    company = make.organization()
    anna = make.recipient(make.account(company))
    client = steps.browser(company)
    steps.ask(client, anna.email)
    link = steps.mailed(company, posted, anna.email)
    assert press(client, link) == ""
    client.post("/log-ud/")
    page = press(client, link)
    assert "/log-ind/nyt-link/" in page and not steps.is_in(client)
    assert steps.spent_links(company) == 1


def test_a_newer_mail_voids_the_older_link_sec_57(posted: list[outbox.Mail]) -> None:
    """SEC-57, LG-07: resend kills the earlier one; the newer works."""
    company = make.organization()
    anna = make.recipient(make.account(company))
    client = steps.browser(company)
    links = []
    for _ in range(2):
        steps.ask(client, anna.email)
        links.append(steps.mailed(company, posted, anna.email))
    assert "/log-ind/nyt-link/" in press(client, links[0])
    assert not steps.is_in(client)
    assert press(client, links[1]) == ""
    assert steps.is_in(client)


def test_a_link_of_another_company_is_unknown_sec_55(posted: list[outbox.Mail]) -> None:
    """SEC-55, SB-02: on the neighbour's host the link is unknown, spends nothing, and offers no mail."""
    company, neighbour = make.organization(), make.organization()
    anna = make.recipient(make.account(company))
    make.recipient(make.account(neighbour), email=anna.email)
    client = steps.browser(company)
    steps.ask(client, anna.email)
    link = steps.mailed(company, posted, anna.email)
    stranger = steps.browser(neighbour)
    page = press(stranger, link)
    assert page and "/log-ind/nyt-link/" not in page
    assert not steps.is_in(stranger) and steps.spent_links(company) == 0
    assert press(client, link) == "" and steps.is_in(client)


@pytest.mark.parametrize("token", ["x", "A" * 43, "A" * 200, "..", "[[token]]"])
def test_a_made_up_link_is_unknown(token: str) -> None:
    company = make.organization()
    client = steps.browser(company)
    assert client.get(f"/log-ind/link/{token}/").status_code == 302
    assert client.get("/log-ind/fortsaet/").status_code == 200
    assert client.post("/log-ind/fortsaet/").status_code == 200
    assert not steps.is_in(client)


def test_a_sign_up_link_lets_nobody_in_and_proves_the_address_lg_11(posted: list[outbox.Mail]) -> None:
    """LG-11, LG-07: its purpose is another: no login, nothing created, the proven address goes to the form."""
    company = make.organization()
    client = steps.browser(company)
    steps.ask(client, "ny.kunde@example.com")
    link = steps.mailed(company, posted, "ny.kunde@example.com")
    client.get(link.path)
    assert client.post("/log-ind/fortsaet/").headers["Location"] == "/opret/"
    with within(OrganizationId(company.id)):
        assert [row.data for row in PortalSession.objects.all()] == [{"signup_email": "ny.kunde@example.com"}]
    assert not steps.is_in(client)


def test_a_sign_up_link_is_dead_once_the_address_is_known_lg_11(posted: list[outbox.Mail]) -> None:
    """LG-11: between the mail and the press somebody else made the recipient."""
    company = make.organization()
    client = steps.browser(company)
    steps.ask(client, "snart@example.com")
    link = steps.mailed(company, posted, "snart@example.com")
    make.recipient(make.account(company), email="snart@example.com")
    assert press(client, link) != ""
    assert steps.spent_links(company) == 0


@pytest.mark.parametrize("door", ["bar", "switch", "api_user", "twin"])
def test_a_door_closed_after_the_mail_stays_closed_lg_14(door: str, posted: list[outbox.Mail]) -> None:
    """LG-14, SB-07, SB-08, SB-18, SB-19: what was true when the mail was made is asked again at the press."""
    company = make.organization()
    holder = make.account(company)
    anna = make.recipient(holder)
    client = steps.browser(company)
    steps.ask(client, anna.email)
    link = steps.mailed(company, posted, anna.email)
    with within(OrganizationId(company.id)):
        if door == "bar":
            anna.has_self_service_access = False
            anna.save()
        elif door == "switch":
            Organization.objects.filter(id=company.id).update(self_service_enabled=False)
        elif door == "api_user":
            ApiUser.objects.all().delete()
        else:
            make.recipient(holder, email=anna.email)
    page = press(client, link)
    assert 'action="/log-ind/fortsaet/"' not in page
    assert not steps.is_in(client) and steps.spent_links(company) == 0
