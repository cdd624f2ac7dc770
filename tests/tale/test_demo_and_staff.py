"""The demo's own pages and the operator's, checked like the portal's."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.tale.checked import WIDTHS, Checked
from tests.tale.running import RunningDemo

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.slow]
BOTH = pytest.mark.parametrize("language", ["da", "en"])


@BOTH
def test_the_demos_own_pages(
    demo: RunningDemo, open_page: Callable[..., "Page"], faults: list[str], language: str
) -> None:
    """XB-42: start, mailbox, a mail, clock, gallery."""
    page = open_page(language=language)
    walk = Checked(page, faults, key=f"demo-{language}")
    walk.visit("start", f"{demo.sandbox}/")
    walk.visit("clock", f"{demo.sandbox}/clock/")
    walk.visit("gallery", f"{demo.sandbox}/ui/")
    walk.visit("mailbox", f"{demo.sandbox}/mailbox/")
    walk.visit("mailbox-empty", f"{demo.sandbox}/mailbox/?to=nobody@tale.example")
    walk.visit("not-found", f"{demo.sandbox}/nej/", status=404)
    page.goto(f"{demo.sandbox}/mailbox/?to=anna@testesen.example")
    page.locator("tbody a").first.click()
    walk.look("letter")
    assert walk.wrong == []


@BOTH
def test_the_operators_pages(
    demo: RunningDemo, open_page: Callable[..., "Page"], faults: list[str], language: str
) -> None:
    """XB-42, SB-03: the login page, a company's pages, and what hangs on them."""
    page, staff = open_page(language=language), demo.content["doors"]["staff"].rstrip("/")
    walk = Checked(page, faults, key=f"staff-{language}", widths=WIDTHS if language == "da" else WIDTHS[1:])
    walk.visit("login", f"{staff}/login/")
    page.goto(f"{demo.sandbox}/")
    page.locator("form[action='/operator/'] button").click()
    walk.look("link")
    page.locator("main form button, #content form button, #content form input[type=submit]").first.click()
    page.get_by_role("link", name="Nordlys Træning").wait_for()
    walk.look("companies")
    walk.visit("new-company", f"{staff}/organizations/add/")
    page.goto(f"{staff}/organizations/")
    page.get_by_role("link", name="Nordlys Træning").click()
    walk.look("company")
    company = re.sub(r"[?#].*", "", page.url)
    company_pages(walk, staff, company)
    walk.visit("who-looked", f"{staff}/looked/")
    walk.visit("law", f"{staff}/law/")
    walk.visit("accounts-found", f"{company}accounts/?q=Anna")
    page.locator("th[scope=row] a").first.click()
    walk.look("account")
    account_pages(walk, staff, page.url)
    plan_pages(walk, staff, company)
    assert walk.wrong == []


PAGES = """settings gate acts looks hosts api-users plans logins mails e-invoices accounts late refunds books
books/foreign coupons coupons/add price-changes price-changes/add protection protection/incident register gateways
alarms open-items settlements plans/add accounts/add"""


def company_pages(walk: Checked, staff: str, company: str) -> None:
    """Everything that hangs on one company, each subject of its rules, and a form with faults."""
    for name in PAGES.split():
        walk.visit(name.replace("/", "-"), f"{company}{name}/")
    walk.page.locator("form.st-form input[type=submit]").click()
    walk.look("new-account-with-faults")
    walk.page.goto(f"{company}register/")
    subjects = {link.get_attribute("href") or "" for link in walk.page.locator("a[href*='/register/']").all()}
    for href in sorted(href for href in subjects if not href.endswith("/register/")):
        walk.visit(f"register-{href.rstrip('/').rsplit('/', 1)[-1]}", staff + href)


def account_pages(walk: Checked, staff: str, account: str) -> None:
    """What hangs on one account and on one of its invoices."""
    for name in ("recipients/add", "why", "cancellation", "details", "money", "erase"):
        walk.visit(f"account-{name.replace('/', '-')}", f"{account}{name}/")
    walk.page.goto(account)
    link = walk.page.locator("a[href*='/invoices/']").first.get_attribute("href") or ""
    invoice = staff + link.removesuffix("credit/")
    walk.visit("invoice", invoice)
    for name in ("credit", "late"):
        walk.visit(f"invoice-{name}", f"{invoice}{name}/")


def plan_pages(walk: Checked, staff: str, company: str) -> None:
    """One plan, new terms of it, and where its terms may move to."""
    walk.page.goto(f"{company}plans/")
    plan = staff + (walk.page.locator("a[href*='/plans/']:not([href$='/add/'])").first.get_attribute("href") or "")
    walk.visit("plan", plan)
    walk.visit("terms-add", f"{plan}terms/add/")
    walk.page.goto(f"{company}plans/")
    links = [link.get_attribute("href") or "" for link in walk.page.locator("a[href*='/terms/']").all()]
    terms = staff + next(href for href in links if re.search("/terms/[0-9a-f-]{36}/$", href))
    walk.visit("terms", terms)
    walk.visit("terms-moves", f"{terms}moves/")
