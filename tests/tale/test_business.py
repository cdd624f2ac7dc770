"""The business portal's story, first half: an Access Manager, her second, the bookkeeper, suspension and restore.

In Danish at 1280 pixels with JavaScript, in English at 390 pixels without. Every page on the way is looked at.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import pytest

from tests.tale.checked import Checked
from tests.tale.running import RunningDemo
from tests.tale.visits import link_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.slow]
Open = Callable[..., "Page"]


@dataclass(frozen=True)
class Cast:
    """Who plays in which language, and what they read and press."""

    language: str
    manager: str
    second: str
    second_name: tuple[str, str]
    company_of_second: str
    partner: str
    partner_name: tuple[str, str]
    partner_cvr: str
    company: str
    log_in: str
    choose: str
    only_one: str
    invite_another: str
    look_through: str
    send: str
    confirm: str
    go_on: str
    activate: str
    say_yes: str
    acting: str
    suspended: str
    suspend: str
    restore: str
    open_words: str


DANISH: Final = Cast(
    language="da", manager="astrid", second="kasper", second_name=("Kasper", "Solbjerg"), company_of_second="",
    partner="birgit", partner_name=("Birgit", "Talhus"), partner_cvr="96666623", company="Nordlys Træning",
    log_in="Log ind med MitID", choose="Log ind", only_one="Jeres virksomhed har kun én Access Manager",
    invite_another="Invitér en Access Manager mere", look_through="Se invitationen igennem", send="Send invitationen",
    confirm="Bekræft med MitID", go_on="Bekræftet med MitID: fortsæt", activate="Aktivér med MitID", say_yes="Sig ja",
    acting="Du handler for", suspended="Din adgang er suspenderet", suspend="Suspendér", restore="Gendan",
    open_words="Åbn Selvbetjening",
)  # fmt: skip
ENGLISH: Final = Cast(
    language="en", manager="freja", second="kasper", second_name=("Kasper", "Solbjerg"), company_of_second="92222209",
    partner="ulrik", partner_name=("Ulrik", "Udenfor"), partner_cvr="97777736", company="Fjordbyg Software",
    log_in="Log in with MitID", choose="Log in", only_one="Your company has only one Access Manager",
    invite_another="Invite another Access Manager", look_through="Look through the invitation",
    send="Send the invitation", confirm="Confirm with MitID", go_on="Confirmed with MitID: go on",
    activate="Activate with MitID", say_yes="Say yes", acting="You act for", suspended="Your access is suspended",
    suspend="Suspend", restore="Restore", open_words="Open Self-service",
)  # fmt: skip
CASTS = [
    pytest.param(DANISH, {"width": 1280, "scripts": True}, id="da-1280"),
    pytest.param(ENGLISH, {"width": 390, "scripts": False}, id="en-390-no-js"),
]


def press(page: "Page", name: str) -> None:
    """The first button of the page with exactly this name."""
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def choose(page: "Page", cast: Cast, who: str, company: str = "") -> None:
    """At the stand-in of MitID: this person, for this company."""
    page.locator(f"#person-{who}").check()
    page.locator("#company").select_option(company)
    page.get_by_role("button", name=cast.choose, exact=True).click()
    page.wait_for_url("**/*erhverv*/**")


def come_in(page: "Page", demo: RunningDemo, cast: Cast) -> None:
    """The manager logs in."""
    page.goto(f"{demo.content['doors']['business']}log-ind/")
    press(page, cast.log_in)
    choose(page, cast, cast.manager)
    page.get_by_text(cast.acting).first.wait_for()


def accept(page: "Page", demo: RunningDemo, cast: Cast, walk: Checked, *, email: str, who: str, company: str) -> None:
    """Somebody opens the link of the invitation's mail, goes to MitID, and says yes."""
    mail = demo.mail(email, about=cast.company)
    page.goto(link_in(mail, "/invitation/"))
    walk.look(f"invitation-{who}")
    press(page, cast.activate)
    choose(page, cast, who, company)
    walk.look(f"accept-{who}")
    press(page, cast.say_yes)
    page.get_by_text(cast.acting).first.wait_for()
    assert cast.company in page.locator(".sb-acting").inner_text()


def invite_second(page: "Page", cast: Cast, walk: Checked, email: str) -> None:
    """From the warning on the front page; MitID once more, and the filled-in form is still there."""
    page.get_by_text(cast.only_one).wait_for()
    walk.look("front-alone")
    page.get_by_role("link", name=cast.invite_another).click()
    page.locator("#id_given_name").fill(cast.second_name[0])
    page.locator("#id_surname").fill(cast.second_name[1])
    page.locator("#id_email").fill(email)
    page.locator("#id_language").select_option(cast.language)
    press(page, cast.look_through)
    walk.look("invite-summary")
    with walk.refused(401):
        press(page, cast.send)
    walk.look("step-up")
    press(page, cast.confirm)
    choose(page, cast, cast.manager)
    walk.look("confirmed")
    press(page, cast.go_on)
    page.get_by_text(email).first.wait_for()
    walk.look("invitations")


def invite_partner(page: "Page", cast: Cast, walk: Checked, email: str, base: str, today: date) -> None:
    """The external bookkeeper: two solutions until New Year."""
    page.goto(f"{base}brugere/inviter/")
    walk.look("invite")
    new_year = date(today.year + 1, 1, 1).isoformat()
    for field, value in {
        "given_name": cast.partner_name[0], "surname": cast.partner_name[1], "email": email,
        "partner_cvr": cast.partner_cvr, "partner_name": "Bogføring", "reason": "Regnskab", "ends_on": new_year,
        "access_ends_on": new_year,
    }.items():  # fmt: skip
        page.locator(f"#id_{field}").fill(value)
    page.locator("#id_language").select_option(cast.language)
    for box in ("is_external", "has_selvbetjening", "has_my-file-transfer"):
        page.locator(f"label[for='id_{box}']").click()
    press(page, cast.look_through)
    press(page, cast.send)
    page.get_by_text(email).first.wait_for()


@pytest.mark.parametrize(("cast", "how"), CASTS)
def test_a_manager_lets_people_in_and_out(
    demo: RunningDemo, open_page: Open, faults: list[str], cast: Cast, how: dict[str, object]
) -> None:
    """BP-01, BP-06, BP-08, BP-10, BP-15 to BP-17, BP-22, BP-23, BP-29, BP-30: the first half of the story."""
    widths = (int(str(how["width"])),)
    page, second, partner = (open_page(language=cast.language, **how) for _ in range(3))
    walks = [
        Checked(one, faults, key=f"business-{cast.language}-{name}", axe=bool(how["scripts"]), widths=widths)
        for name, one in (("manager", page), ("second", second), ("partner", partner))
    ]
    come_in(page, demo, cast)
    base = page.url if page.url.endswith("/") else page.url + "/"
    key = f"{cast.second}-{cast.language}@firma.example"
    invite_second(page, cast, walks[0], key)
    accept(second, demo, cast, walks[1], email=key, who=cast.second, company=cast.company_of_second)
    page.goto(base)
    assert not page.get_by_text(cast.only_one).count()
    email = f"{cast.partner}-{cast.language}@bog.example"
    invite_partner(page, cast, walks[0], email, base, demo.today())
    accept(partner, demo, cast, walks[2], email=email, who=cast.partner, company="")
    walks[2].look("front")
    names = partner.locator("h3").all_inner_texts()
    assert len([name for name in names if name.strip()]) == 2, names
    let_out_and_in(page, partner, cast, walks, base)
    assert [wrong for walk in walks for wrong in walk.wrong] == []


def let_out_and_in(page: "Page", partner: "Page", cast: Cast, walks: list[Checked], base: str) -> None:
    """The partner sits in an open page, is suspended, is refused at the next click, and comes back as ticked."""
    partner.get_by_role("link", name=cast.open_words).click()
    opened = partner.url
    page.goto(f"{base}brugere/")
    walks[0].look("members")
    page.get_by_role("link", name=" ".join(cast.partner_name)).click()
    walks[0].look("member")
    page.locator("main").get_by_role("link", name=cast.suspend, exact=True).click()
    walks[0].look("suspend")
    press(page, cast.suspend)
    page.locator("main").get_by_role("link", name=cast.restore, exact=True).wait_for()
    partner.goto(opened)
    if partner.locator("main").get_by_role("button", name=cast.log_in, exact=True).count():
        press(partner, cast.log_in)  # the suspension may have ended the session as well
        choose(partner, cast, cast.partner)
        partner.goto(opened)
    partner.get_by_text(cast.suspended).wait_for()
    walks[2].faults[:] = [line for line in walks[2].faults if "403" not in line]
    walks[2].look("refused")
    page.locator("main").get_by_role("link", name=cast.restore, exact=True).click()
    walks[0].look("restore")
    press(page, cast.restore)
    page.locator("main").get_by_role("link", name=cast.suspend, exact=True).wait_for()
    partner.goto(opened)
    if partner.locator("main").get_by_role("button", name=cast.log_in, exact=True).count():
        press(partner, cast.log_in)
        choose(partner, cast, cast.partner)
        partner.goto(opened)
    assert cast.suspended not in partner.content()
    walks[2].faults[:] = [line for line in walks[2].faults if "403" not in line]
