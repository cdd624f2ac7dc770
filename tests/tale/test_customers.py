"""Every page of the customer portal behind the login, checked in both languages and both widths."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.tale.checked import Checked
from tests.tale.people import arrive
from tests.tale.running import RunningDemo
from tests.tale.visits import log_in
from tests.tale.words import DANISH, ENGLISH, Words

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.slow]
BOTH = pytest.mark.parametrize("words", [pytest.param(DANISH, id="da"), pytest.param(ENGLISH, id="en")])
Open = Callable[..., "Page"]


def subscriptions(page: "Page", door: str) -> dict[str, str]:
    """The addresses of the subscriptions by the names of their plans."""
    page.goto(f"{door}/abonnementer/")
    return {link.inner_text(): door + (link.get_attribute("href") or "") for link in page.locator("tbody th a").all()}


def quote_of(page: "Page", url: str) -> str:
    page.goto(url)
    return page.locator("input[name=quote]").get_attribute("value") or ""


def choices(page: "Page", url: str, plan: str) -> str:
    """The address of the quote for this plan by the month."""
    page.goto(f"{url}skift/")
    origin = re.sub(r"(://[^/]+)/.*", r"\1", url)
    return origin + (page.get_by_role("link", name=re.compile(f": {plan}, ")).first.get_attribute("href") or "")


@BOTH
def test_acts_on_subscriptions(
    demo: RunningDemo, open_page: Open, faults: list[str], tmp_path: Path, words: Words
) -> None:
    """XB-42, SU-01, SU-02: each preview, receipt, refusal and stale quote of changing, cancelling and taking back."""
    plans = ("basis-md", "hold-md", "fri-md")
    who = arrive(demo, tmp_path / "files", key=f"acts-{words.language}", language=words.language, plans=plans)
    page, door = open_page(language=words.language), demo.door()
    log_in(page, demo, email=who.email, words=words)
    walk = Checked(page, faults, key=f"acts-{words.language}")
    mine = subscriptions(page, door)
    basis, hold, fri = mine[words.basis], mine[words.classes], mine[words.bigger]
    walk.look("subscriptions")
    walk.visit("subscription", basis)
    walk.visit("choose", f"{basis}skift/")
    walk.visit("quote-up", choices(page, basis, words.bigger))
    walk.visit("quote-down", down := choices(page, fri, words.basis))
    old = quote_of(page, f"{fri}opsig/")
    page.goto(down)
    page.locator("main form button").click()
    page.locator(".sb-alert a").first.wait_for()
    walk.look("planned")
    walk.visit("quote-instead-of-planned", choices(page, fri, words.classes))
    walk.visit("remove-planned", f"{fri}planlagt/fjern/")
    walk.visit("cancel-planned", f"{fri}opsig/")
    page.locator("input[name=quote]").evaluate("(field, old) => { field.value = old }", old)
    with walk.refused(409):
        page.locator("main form button").first.click()
    walk.look("stale")
    walk.visit("cancel", f"{hold}opsig/")
    page.locator("main form button").first.click()
    walk.look("cancelled")
    walk.visit("subscription-cancelled", hold)
    walk.visit("refused", f"{hold}skift/", status=409)
    walk.visit("take-back", f"{hold}genoptag/")
    walk.visit("overview-with-notices", f"{door}/")
    walk.visit("not-found", f"{basis}opsig-nu/", status=404)
    assert walk.wrong == []


@BOTH
@pytest.mark.parametrize(
    ("slug", "email"),
    [
        pytest.param("nordlys", "anna@testesen.example", id="consumer"),
        pytest.param("nordlys", "carla@eksempelfirmaet.example", id="business"),
        pytest.param("fjordbyg", "helen@harbourworks.example", id="units"),
    ],
)
def test_what_stands_there(
    demo: RunningDemo, open_page: Open, faults: list[str], slug: str, email: str, words: Words
) -> None:
    """XB-42, SB-05: overview, lists, invoices, details, ordering, with and without VAT in the prices."""
    page, door = open_page(language=words.language), demo.door(slug)
    log_in(page, demo, email=email, words=words, slug=slug)
    walk = Checked(page, faults, key=f"{slug}-{email[:4]}-{words.language}")
    walk.look("overview")
    first = next(iter(subscriptions(page, door).values()))
    walk.look("subscriptions")
    walk.visit("subscription", first)
    walk.visit("invoices", f"{door}/fakturaer/")
    invoices = [link.get_attribute("href") or "" for link in page.locator("tbody th a").all()]
    walk.visit("invoice-newest", door + invoices[0])
    walk.visit("invoice-oldest", door + invoices[-1])
    walk.visit("invoices-filtered", f"{door}/fakturaer/?q=1&state=paid")
    walk.visit("invoices-none", f"{door}/fakturaer/?q=nothing-fits-this")
    walk.visit("balance", f"{door}/fakturaer/til-gode/")
    walk.visit("details", f"{door}/oplysninger/")
    walk.visit("details-edit", f"{door}/oplysninger/ret/")
    page.locator("[name=name]").fill("")
    page.locator("[name=city]").fill("x" * 200)
    page.locator("main form button").click()
    page.locator("#error-summary").wait_for()
    walk.look("details-error")
    walk.visit("log", f"{door}/logbog/?type=fakturaer")
    walk.visit("log-check", f"{door}/logbog/kontrol/?kontrolsum=abc")
    walk.visit("my-data", f"{door}/oplysninger/mine-data/")
    if slug == "nordlys":  # the other company does not offer it
        order(walk, door)
    walk.visit("help", f"{door}/hjaelp/")
    walk.visit("log-out", f"{door}/log-ud/")
    walk.visit("not-found", f"{door}/abonnementer/nej/", status=404)
    assert walk.wrong == []


def order(walk: Checked, door: str) -> None:
    """The plans, and one order with a discount code that exists, and one that does not."""
    walk.visit("plans", f"{door}/nyt-abonnement/")
    walk.page.locator("main .sb-card a").first.click()
    walk.look("order")
    for name, code in (("order-code", "NYTAAR"), ("order-error", "NIX")):
        walk.page.locator("[name=kode]").fill(code)
        walk.page.locator("main form button").first.click()
        walk.look(name)
