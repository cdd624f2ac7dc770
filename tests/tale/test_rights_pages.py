"""The pages of people, rights and late payment behind the login, checked in both languages and both widths."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.tale.checked import Checked, widths
from tests.tale.people import arrive
from tests.tale.running import RunningDemo
from tests.tale.test_customers import subscriptions
from tests.tale.visits import log_in
from tests.tale.words import DANISH, ENGLISH, Words

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.slow]
BOTH = pytest.mark.parametrize("words", [pytest.param(DANISH, id="da"), pytest.param(ENGLISH, id="en")])
Open = Callable[..., "Page"]


def refused(walk: Checked, name: str) -> None:
    """Send the form as it stands, and look at what it says about its faults."""
    walk.page.locator("main form button").first.click()
    walk.page.locator("#error-summary").wait_for()
    walk.look(name)


def follow(walk: Checked, part: str, name: str, *, nth: int = 0) -> None:
    """Follow a link of the page by a part of its address, and look."""
    walk.page.locator(f"main a[href*='{part}']").nth(nth).click()
    walk.page.get_by_role("heading", level=1).wait_for()
    walk.look(name)


@BOTH
def test_people_and_data(demo: RunningDemo, open_page: Open, faults: list[str], tmp_path: Path, words: Words) -> None:
    """XB-42, ACC-1: recipients, bookkeepers, login address, log, own data, and the faults of their forms."""
    who = arrive(demo, tmp_path / "files", key=f"rights-{words.language}", language=words.language)
    page, door = open_page(language=words.language), demo.door()
    log_in(page, demo, email=who.email, words=words)
    walk = Checked(page, faults, key=f"rights-{words.language}", widths=widths(words))
    walk.visit("people", f"{door}/modtagere/")
    follow(walk, "/modtagere/", "person", nth=1)
    walk.visit("invite", f"{door}/modtagere/inviter/")
    refused(walk, "invite-error")
    page.locator("[name=name]").fill("Nina Ny")
    page.locator("[name=email]").fill(f"nina-{who.email}")
    page.locator("main form button").first.click()
    page.locator("ul.sb-plain-list").wait_for()
    walk.look("invited")
    walk.visit("bookkeepers-none", f"{door}/bogholdere/")
    walk.visit("bookkeeper-invite", f"{door}/bogholdere/inviter/")
    refused(walk, "bookkeeper-error")
    walk.visit("email", f"{door}/oplysninger/e-mail/")
    refused(walk, "email-error")
    walk.visit("log", f"{door}/logbog/")
    walk.visit("my-data", f"{door}/oplysninger/mine-data/")
    page.locator("main form button").first.click()
    page.get_by_role("heading", level=1).wait_for()
    walk.look("my-data-made")
    walk.visit("withdraw-none", f"{door}/fortryd/")
    mine = subscriptions(page, door)[words.basis]
    for name in ("pause/", "pause/?indtil=2020-01-01", "rabatkode/?kode=nej", "rabatkode/?kode=NYTAAR"):
        walk.visit(name.replace("/", "-"), mine + name)
    assert walk.wrong == []


@BOTH
def test_numbers_and_seats(demo: RunningDemo, open_page: Open, faults: list[str], words: Words) -> None:
    """XB-27, XB-42, XB-44: a public body's numbers, references, seats with their tiers, and where they do not fit."""
    page, door = open_page(language=words.language), demo.door("fjordbyg")
    log_in(page, demo, email="signe@proevekommunen.example", words=words, slug="fjordbyg")
    walk = Checked(page, faults, key=f"numbers-{words.language}", widths=widths(words))
    walk.visit("numbers", f"{door}/oplysninger/numre/")
    walk.visit("references", f"{door}/oplysninger/referencer/")
    walk.visit("bookkeepers", f"{door}/bogholdere/")
    (mine,) = subscriptions(page, door).values()
    for name in ("skift/", "antal/", "antal/?antal=47", "antal/?antal=0", "antal/?antal=12"):
        walk.visit(name.replace("/", "-"), mine + name)
    walk.visit("chooser-nobody", f"{door}/log-ind/vaelg-konto/")
    assert walk.wrong == []


@BOTH
def test_an_invoice_that_is_late(demo: RunningDemo, open_page: Open, faults: list[str], words: Words) -> None:
    """CM-06, XB-24, XB-42: the demo's late payer: letters, correcting, disputing, deferring, instalments."""
    page, door = open_page(language=words.language), demo.door()
    log_in(page, demo, email="lars@langsom.example", words=words)
    walk = Checked(page, faults, key=f"late-{words.language}", widths=widths(words))
    walk.visit("invoices", f"{door}/fakturaer/")
    invoices = [link.get_attribute("href") or "" for link in page.locator("tbody th a").all()]
    oldest = door + next(href for href in reversed(invoices) if unpaid(walk, door + href))
    walk.visit("late", oldest)
    follow(walk, "/rykker/", "letter")
    walk.visit("dispute", f"{oldest}indsigelse/")
    refused(walk, "dispute-error")
    walk.visit("correct", f"{door}{invoices[0]}ret/")
    walk.visit("newest", door + invoices[0])
    for part in ("/udskyd/", "/rater/"):
        if page.locator(f"main a[href$='{part}']").count():
            follow(walk, part, part.strip("/"))
            page.go_back()
    assert walk.wrong == []


def unpaid(walk: Checked, url: str) -> bool:
    walk.page.goto(url)
    return walk.page.locator("a[href*='/rykker/']").count() > 0
