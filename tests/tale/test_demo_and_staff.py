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
    """XB-42, SB-03: the login page, the companies, and what the operator decides about one."""
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
    page.locator("form input[type=submit]").last.click()
    walk.look("new-company-with-faults")
    page.goto(f"{staff}/organizations/")
    page.get_by_role("link", name="Nordlys Træning").click()
    walk.look("company")
    company = re.sub(r"[?#].*", "", page.url)
    walk.visit("gate", f"{company}gate/")
    walk.visit("who-looked", f"{staff}/looked/")
    walk.visit("law", f"{staff}/law/")
    assert walk.wrong == []
