"""Every page that one sees without being logged in, from the login to the sign-up, checked in both languages."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.tale.checked import Checked, widths
from tests.tale.running import RunningDemo
from tests.tale.words import DANISH, ENGLISH, Words

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.slow]
BOTH = pytest.mark.parametrize("words", [pytest.param(DANISH, id="da"), pytest.param(ENGLISH, id="en")])
Open = Callable[..., "Page"]
GUEST = {"da": "Afslut din aftale", "en": "End your contract"}


def ask(page: "Page", door: str, email: str, words: Words) -> None:
    page.goto(f"{door}/log-ind/")
    page.get_by_label(words.email, exact=True).fill(email)
    page.get_by_role("button", name=words.send_link).click()
    page.get_by_role("heading", name=words.look_in_your_mail).wait_for()


def link_of(demo: RunningDemo, email: str, *, but: int) -> str:
    mail = demo.login_mail(email, but=but)
    links: list[str] = mail["links"]
    return next(link for link in links if "/log-ind/link/" in link)


@BOTH
def test_the_way_in(demo: RunningDemo, open_page: Open, faults: list[str], words: Words) -> None:
    """XB-42, LG-08, LG-09, LG-10: login, neutral page, the button, the code, dead links, no page at all."""
    page, door, email = open_page(language=words.language), demo.door(), "tom@trial.example"
    walk = Checked(page, faults, key=f"stranger-{words.language}")
    known = demo.logins(email)
    walk.visit("login", f"{door}/log-ind/")
    page.get_by_role("button", name=words.send_link).click()
    walk.look("login-error")
    walk.visit("goodbye", f"{door}/log-ind/?farvel=1")
    walk.visit("help", f"{door}/hjaelp/")
    walk.visit("accessibility", f"{door}/tilgaengelighed/")
    walk.visit("privacy", f"{door}/privatliv/")
    walk.visit("not-found", f"{door}/findes-ikke/", status=404)
    walk.visit("dead-unknown", f"{door}/log-ind/link/{'x' * 43}/")
    ask(page, door, email, words)
    walk.look("sent")
    page.locator("form button", has_text=re.compile("kode|code")).click()
    walk.look("sent-error")
    first = link_of(demo, email, but=known)
    other = Checked(open_page(language=words.language), faults, key=f"stranger-{words.language}")
    other.visit("link-other-browser", first)
    other.page.get_by_label(re.compile("^(Kode|Code)")).fill("1234")
    other.page.get_by_role("button", name=words.log_in, exact=True).click()
    other.look("link-wrong-code")
    walk.visit("link", first)
    page.get_by_role("button", name=words.log_in, exact=True).click()
    page.get_by_role("heading", name=words.hello).wait_for()
    other.visit("link-used", first)
    other.visit("closed-company", f"{demo.door('yogahuset')}/")
    nowhere = door.replace("nordlys", "nobody-has-this")
    other.visit("unknown-host", f"{nowhere}/", status=404)
    assert walk.wrong + other.wrong == []


@BOTH
def test_the_sign_up(demo: RunningDemo, open_page: Open, faults: list[str], words: Words) -> None:
    """SB-12, LG-11, XB-42: an unknown address opens an account of its own, and then has nothing yet."""
    page, door, email = open_page(language=words.language), demo.door(), f"new-{words.language}@tale.example"
    walk = Checked(page, faults, key=f"signup-{words.language}")
    known = demo.logins(email)
    ask(page, door, email, words)
    walk.visit("button", link_of(demo, email, but=known))
    page.locator("main form button").click()
    page.locator("input[type=radio]").first.wait_for()
    walk.look("party")
    page.locator("main form button").click()
    walk.look("party-error")
    page.locator("input[type=radio][value=virksomhed]").check()
    page.locator("main form button").click()
    page.locator("[name=address_line]").wait_for()
    walk.look("details")
    page.locator("main form button").click()
    page.locator("#error-summary").wait_for()
    walk.look("details-error")
    for field, typed in {"name": "Ny ApS", "person": "Nina Ny", "cvr": "12345674", "address_line": "Nyvej 1",
                         "postal_code": "8000", "city": "Aarhus C"}.items():  # fmt: skip
        page.locator(f"[name={field}]").fill(typed)
    page.locator("main form button").click()
    page.locator(".sb-nav").wait_for()
    for name, path in {"overview": "", "subscriptions": "abonnementer/", "invoices": "fakturaer/",
                       "details": "oplysninger/", "plans": "nyt-abonnement/"}.items():  # fmt: skip
        walk.visit(f"empty-{name}", f"{door}/{path}")
    assert walk.wrong == []


@BOTH
def test_to_end_it_without_a_login(demo: RunningDemo, open_page: Open, faults: list[str], words: Words) -> None:
    """CAN-2, CM-04, WDR-2, XB-29, XB-42: ask, link, contract, the two ways out of it; and a receipt is checked."""
    page, door, email = open_page(language=words.language), demo.door(), "anna@testesen.example"
    walk = Checked(page, faults, key=f"guest-{words.language}", widths=widths(words))
    walk.visit("verify", f"{door}/verificer/")
    page.locator("main form button").click()
    walk.look("verify-error")
    page.locator("[name=code]").fill("AAAA-BBBB-CCCC-DDDD-EEEE-FFFF")
    page.locator("main form button").click()
    walk.look("verify-invalid")
    walk.visit("ask", f"{door}/opsig-eller-fortryd/")
    page.locator("main form button").click()
    walk.look("ask-error")
    number = next(re.findall(r"\d+", mail["subject"])[0] for mail in demo.mails(email) if "aktura" in mail["subject"])
    page.locator("[name=email]").fill(email)
    page.locator("[name=number]").fill(number)
    page.locator("main form button").click()
    page.get_by_role("heading", level=1).wait_for()
    walk.look("sent")
    links = demo.mail(email, about=GUEST[words.language])["links"]
    walk.visit("link", next(link for link in links if "/opsig-eller-fortryd/link/" in link))
    page.locator("main form button").first.click()
    page.locator("main a[href$='/aftale/opsig/']").wait_for()
    walk.look("choice")
    walk.visit("cancel", f"{door}/opsig-eller-fortryd/aftale/opsig/")
    walk.visit("too-late-to-withdraw", f"{door}/opsig-eller-fortryd/aftale/fortryd/", status=409)
    walk.visit("link-unknown", f"{door}/opsig-eller-fortryd/link/{'x' * 43}/")
    assert walk.wrong == []


def test_too_many_tries(demo: RunningDemo, open_page: Open, faults: list[str]) -> None:
    """LG-15, XB-42: whoever types wrong codes is asked to wait, on a page that is in order in both languages."""
    page = open_page()
    walk = Checked(page, faults, key="too-many")
    ask(page, demo.door(), "hanne@handsel.example", DANISH)
    for number in range(6):
        page.locator("[name=code]").fill("12345678")
        with walk.refused(429 if number == 5 else 200):
            page.locator("form button", has_text="kode").click()
    walk.look("da")
    page.locator(".sb-languages button, .sb-languages a").last.click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert walk.wrong == []
