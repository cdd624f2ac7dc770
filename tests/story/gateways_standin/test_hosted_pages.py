"""The hosted pages in a real browser: axe, both widths, both languages, by keyboard and without JavaScript."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import httpx
import pytest
from stripe import StripeClient

from tests.gateways import Gateways
from tests.story.gateways_standin.test_quickpay import subscription
from tests.story.gateways_standin.test_stripe_checkout import pay, read, save
from tests.tale.checked import Checked

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.usefixtures("database")]


def type_card(page: "Page", number: str, expiry: str = "12/34") -> None:
    """By keyboard only, from the first field on; Enter presses the first button."""
    page.locator("#number").press("Control+a")
    for word in (number, expiry, "123"):
        page.keyboard.type(word)
        page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_pages_are_for_everybody(
    gateways: Gateways, client: StripeClient, quickpay: httpx.Client, page: "Page", faults: list[str]
) -> None:
    walk = Checked(page, faults, key="gateways")
    # Back is another origin than the page's: the policy must let the form lead there.
    back = gateways.server.base.replace("127.0.0.1", "localhost") + "/hosted.css"
    gateways.merchant("stripe", "sk_test_fjordbyg", name="Fjordby & Omegns Genbrug")
    session = pay(client, save=True, success_url=f"{back}?s={{CHECKOUT_SESSION_ID}}", cancel_url=back)
    walk.visit("card", session.url)
    assert page.locator("html").get_attribute("lang") == "da"
    type_card(page, "4111 1111 1111 1111", "13/99")
    walk.look("faults")
    page.locator("text=Andre numre afvises").click()
    assert page.evaluate("document.activeElement.id") == "number"
    type_card(page, "4000 0000 0000 9995")
    walk.look("refused")
    assert page.locator(".box").inner_text().startswith("Kortet blev afvist: der mangler dækning")
    type_card(page, "4000 0025 0000 3155")
    walk.look("secure")
    page.locator("text=English").click()
    page.locator("text=Approve").first.wait_for()
    page.locator("button[name=approve]").press("Enter")
    page.wait_for_url(f"**/hosted.css?s={session.id}")
    assert read(client, session.id).payment_status == "paid"
    _, window = subscription(quickpay, payment_methods="mobilepay-subscriptions", continue_url=back)
    walk.visit("mobilepay", window)
    gateways.control("advance", seconds=25 * 3600)
    late = save(client)
    walk.visit("save", f"{late.url}?language=en")
    client.v1.checkout.sessions.expire(late.id)
    walk.visit("over", late.url, status=410)
    assert walk.wrong == []


def test_without_javascript_in_english(
    gateways: Gateways, client: StripeClient, open_page: Callable[..., "Page"]
) -> None:
    page = open_page(width=390, language="en", scripts=False)
    session = pay(client, locale="auto", success_url=f"{gateways.server.base}/hosted.css?s={{CHECKOUT_SESSION_ID}}")
    page.goto(session.url)
    assert page.locator("h1").inner_text() == "Payment to Demo"
    page.locator("summary").click()
    assert page.locator("details td").first.is_visible()
    page.locator("#number").fill("4242424242424242")
    page.locator("#expiry").fill("1/34")
    page.locator("#cvc").fill("123")
    page.locator("button[name=pay]").click()
    page.wait_for_url("**/hosted.css?s=cs_test_0001")
