"""Scanners open links; only the human's press lets in (LG-08, LG-09, SEC-58, SEC-59, CM-11, XB-01)."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from selvbetjening.domain.identity.queries import link_ratios
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from tests import make, outbox, portal
from tests.story.login import login_steps as steps

pytestmark = pytest.mark.usefixtures("database")


def scan(company: Organization, link: steps.Received) -> portal.PortalClient:
    """Fetch, follow every redirect, and post every form of every page, with rubbish in its fields, ten times over."""
    scanner = steps.browser(company, HTTP_USER_AGENT="Mozilla/5.0 (compatible; SafeLinks scanner)")
    for _ in range(10):
        scanner.head(link.path, follow=True)
        page = scanner.get(link.path, follow=True).content.decode()
        for action, fields in re.findall(r'<form method="post" action="([^"]+)"[^>]*>(.*?)</form>', page, re.DOTALL):
            names = re.findall(r'name="([a-z_]+)"', fields)
            scanner.post(action, dict.fromkeys(names, ""))
            scanner.post(action, dict.fromkeys(names, "12345678"))
            scanner.post(action, {})
    return scanner


def test_a_scanner_never_gets_in_and_never_spends_cm_11(posted: list[outbox.Mail]) -> None:
    """CM-11, SEC-59, XB-03: it fetches, follows and posts; the human's one press works afterwards."""
    company = make.organization()
    anna = make.recipient(make.account(company))
    client = steps.browser(company)
    steps.ask(client, anna.email)
    link = steps.mailed(company, posted, anna.email)
    scanner = scan(company, link)
    assert not steps.is_in(scanner) and steps.spent_links(company) == 0
    client.get(link.path)
    assert client.post("/log-ind/fortsaet/").status_code == 302
    assert steps.is_in(client) and not steps.is_in(scanner)


def test_looking_has_no_effect_sec_58(posted: list[outbox.Mail]) -> None:
    """SEC-58, LG-08: HEAD, and GET ten times, then the press works; the token pages are kept by nobody."""
    company = make.organization()
    anna = make.recipient(make.account(company))
    client = steps.browser(company)
    steps.ask(client, anna.email)
    link = steps.mailed(company, posted, anna.email)
    client.head(link.path)
    for _ in range(10):
        landed = client.get(link.path)
        page = client.get("/log-ind/fortsaet/")
        for answer in (landed, page):
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert answer.headers["Cache-Control"] == "no-store"
        cookie = landed.cookies.get("__Host-link")
        assert cookie is None or (cookie["httponly"] and cookie["secure"] and cookie["path"] == "/")
    assert not steps.is_in(client)
    assert client.post(link.path).status_code == 405
    assert client.post("/log-ind/fortsaet/").status_code == 302
    assert steps.is_in(client)


def test_the_page_explains_an_earlier_opening_cm_11(now: steps.Watch, posted: list[outbox.Mail]) -> None:
    """CM-11: "Linket blev åbnet kl. 9.14, sandsynligvis af din mailscanner. Det virker stadig." """
    now.at = datetime(2026, 3, 10, 8, 14, tzinfo=UTC)
    company = make.organization()
    anna = make.recipient(make.account(company))
    client = steps.browser(company)
    steps.ask(client, anna.email)
    link = steps.mailed(company, posted, anna.email)
    alone = steps.browser(company)
    now.at += timedelta(seconds=1)
    steps.browser(company, HTTP_USER_AGENT="curl/8").get(link.path)
    now.at += timedelta(minutes=4)
    client.get(link.path)
    client.get(link.path)
    page = client.get("/log-ind/fortsaet/").content.decode()
    assert re.search(r"\b0?9[.:]14\b", page) and "scanner" in page
    assert steps.events(company) == [("opened", "scanner"), ("opened", "browser")]
    assert "scanner" not in alone.get("/log-ind/fortsaet/").content.decode()


def test_nobody_before_nothing_to_explain_cm_11(posted: list[outbox.Mail]) -> None:
    """CM-11: the browser's own openings are not explained to it."""
    company = make.organization()
    anna = make.recipient(make.account(company))
    client = steps.browser(company)
    steps.ask(client, anna.email)
    link = steps.mailed(company, posted, anna.email)
    for _ in range(3):
        client.get(link.path)
    assert "scanner" not in client.get("/log-ind/fortsaet/").content.decode()


def test_opened_against_spent_by_mail_domain_cm_11(posted: list[outbox.Mail]) -> None:
    """CM-11, XB-04: ratio by domain and week, with an alarm below 60 %."""
    company = make.organization()
    for name, domain, presses in (("a", "good.example", True), ("b", "bad.example", False), ("c", "bad.example", True)):
        anna = make.recipient(make.account(company), email=f"{name}@{domain}")
        client = steps.browser(company)
        steps.ask(client, anna.email)
        link = steps.mailed(company, posted, anna.email)
        client.get(link.path)
        if presses:
            client.post("/log-ind/fortsaet/")
    with within(OrganizationId(company.id)):
        rows = link_ratios(OrganizationId(company.id), since=clock.now() - timedelta(days=7))
    assert [(row.mail_domain, row.opened, row.spent, row.percent, row.alarm) for row in rows] == [
        ("bad.example", 2, 1, 50, True),
        ("good.example", 1, 1, 100, False),
    ]
    assert rows[0].week_starts_on.weekday() == 0
