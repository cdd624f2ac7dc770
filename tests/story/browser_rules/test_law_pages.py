"""The law's pages in a real browser: axe, both widths, nothing wider than the telephone (XB-42, ACC-1)."""

from typing import TYPE_CHECKING

import pytest

from selvbetjening.kernel import clock
from tests import live
from tests.story.law.test_withdraw import pay
from tests.story.portal.world import NOW, world
from tests.tale.checked import Checked

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.usefixtures("database")]


def test_the_pages_of_the_law(
    site: live.Site, page: "Page", faults: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """WDR-2 to WDR-5, XB-29, CM-04: guest pages, the check of a receipt, and a withdrawal in two steps."""
    monkeypatch.setattr(clock._Clock, "source", staticmethod(lambda: NOW))
    ours = world()
    pay(ours)
    door, walk = site.origin(ours.organization), Checked(page, faults, key="law")
    walk.visit("guest", f"{door}/opsig-eller-fortryd/")
    walk.visit("guest-sent", f"{door}/opsig-eller-fortryd/sendt/")
    walk.visit("guest-dead", f"{door}/opsig-eller-fortryd/fortsaet/")
    walk.visit("verify", f"{door}/verificer/")
    page.locator("#id_code").fill("FORKERT")
    page.locator("main form button").first.click()
    walk.look("verify-invalid")
    live.log_in(page, ours.organization, ours.recipient)
    one = f"{door}/abonnementer/{ours.subscription.id}/"
    walk.visit("subscription", one)
    walk.visit("overview", f"{door}/fortryd/")
    walk.visit("declare", f"{one}fortryd/")
    page.locator("main form button").first.click()
    page.wait_for_url("**/bekraeft/")
    walk.look("confirm")
    page.locator("main form button").first.click()
    page.wait_for_url("**/fortrudt/")
    walk.look("receipt")
    page.get_by_role("link", name="Skriv, hvilken konto pengene skal til").click()
    page.wait_for_url("**/konto/")
    page.locator("#id_registration").fill("123")
    page.locator("main form button").first.click()
    walk.look("refund-account")
    assert walk.wrong == []
