"""The policy in a real browser: no page breaks it, and what breaks it is stopped (SEC-132, SEC-136, SEC-141)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests import live, portal
from tests.story.login.login_steps import mailed
from tests.story.portal.world import World, world
from tests.story.walls.addresses import PROGRAMS, filled, portal_addresses

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.tale
#: Addresses that are no pages: they answer posts only, or are files.
NO_PAGE = (
    "/sprog/",
    "/csp-report",
    "/log-ind/nyt-link/",
    "/log-ud/alle-steder/",
    "/robots.txt",
    "/logo.png",
    "/brand.css",
    "/indsigelser/<uuid:dispute>/skriv/",
    "/indsigelser/fil/<uuid:file>/",
    "/kalender/<str:token>.ics",
)
EXPECTED = "Failed to load resource: the server responded with a status of 4"


@pytest.fixture
def ours(database: str) -> World:
    return world()


@pytest.mark.parametrize("logged_in", [True, False])
@pytest.mark.parametrize("language", ["da", "en"])
def test_no_page_breaks_the_policy_sec_132(
    language: str,
    logged_in: bool,
    ours: World,
    site: live.Site,
    open_page: Callable[..., "Page"],
    faults: list[str],
) -> None:
    """SEC-132, SEC-141, SEC-142: every page, without a violation, a console error or a request to another host."""
    page = open_page(language=language)
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    client = ours.client() if logged_in else portal.client(ours.organization)
    if logged_in:
        live.log_in(page, ours.organization, ours.recipient)
    for address in portal_addresses():
        if address.startswith((*NO_PAGE, PROGRAMS)) or "/pdf/" in address:
            continue
        path = filled(address, ours)
        answer = client.get(path)
        if answer.status_code == 405 or "Content-Disposition" in answer:  # takes posts only, or is a file
            continue
        page.goto(site.origin(ours.organization) + path)
        # A page that is not there is an answer, too; anything else stays in `faults` and fails the test.
        faults[:] = [fault for fault in faults if not fault.startswith(EXPECTED)]
        assert faults == [], address
        assert page.locator("h1").count() == 1, address
    assert hosts == {f"{ours.organization.slug}.portal.test"}


def test_an_inline_script_and_a_foreign_picture_are_stopped_sec_132(
    ours: World, site: live.Site, page: "Page", faults: list[str]
) -> None:
    """SEC-132: what an attacker could write into a page does not run; and the browser's report is seen here."""
    page.goto(site.origin(ours.organization) + "/hjaelp/")
    page.evaluate("""() => {
        document.body.insertAdjacentHTML('beforeend', '<img src="https://evil.example/x.png" onerror="window.ran = 1">')
        const script = document.createElement('script')
        script.textContent = 'window.ran = 1'
        document.body.append(script)
        document.body.insertAdjacentHTML('beforeend', '<b style="color: red">x</b>')
    }""")
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") is None
    broken = " ".join(faults)
    for directive in ("img-src", "script-src-elem", "script-src-attr", "style-src-attr"):
        assert f"policy violated: {directive}" in broken
    faults.clear()


def test_nobody_frames_us_sec_132(ours: World, site: live.Site, page: "Page", faults: list[str]) -> None:
    """SEC-132: another site that puts the portal into a frame gets an empty one."""
    framed = f'<iframe src="{site.origin(ours.organization)}/hjaelp/"></iframe>'
    live.fulfil_elsewhere(page, "https://evil.example/", framed)
    page.goto("https://evil.example/")
    page.wait_for_timeout(300)
    assert page.frames[1].url.startswith("chrome-error://")
    faults.clear()  # the browser's own words about it, which differ between versions


def test_another_site_cannot_post_for_the_visitor_sec_136(
    ours: World, site: live.Site, page: "Page", faults: list[str]
) -> None:
    """SEC-136: a form of another site, sent by the visitor's own browser with its cookies."""
    live.log_in(page, ours.organization, ours.recipient)
    home = site.origin(ours.organization)
    form = f'<form method="post" action="{home}/log-ud/"><button>Win</button></form>'
    live.fulfil_elsewhere(page, "https://evil.example/", form)
    page.goto("https://evil.example/")
    page.click("button")
    assert page.locator("h1").is_visible()
    assert page.url == f"{home}/log-ud/"
    faults.clear()  # the 403 page itself
    page.goto(f"{home}/abonnementer/")
    assert page.url == f"{home}/abonnementer/", "still logged in"


def test_the_login_button_works_on_a_page_without_referrer_sec_58(
    ours: World, site: live.Site, open_page: Callable[..., "Page"], posted: list[Any]
) -> None:
    """SEC-58, SEC-133, LG-08: the token page sends no referrer, and its own form still counts as ours, without scripts.

    And after logging out, the browser's back button shows nothing (SEC-134).
    """
    page = open_page(scripts=False)
    home = site.origin(ours.organization)
    page.goto(f"{home}/log-ind/")
    page.fill("input[name=email]", ours.recipient.email)
    page.click("main button[type=submit]")
    page.goto(home + mailed(ours.organization, posted, ours.recipient.email).path)
    assert page.url == f"{home}/log-ind/fortsaet/", "the token is not in the address any more"
    page.click("main button[type=submit]")
    assert page.url == f"{home}/"
    page.goto(f"{home}/oplysninger/")
    page.goto(f"{home}/log-ud/")
    page.click("main form[action='/log-ud/'] button")
    page.wait_for_url(f"{home}/log-ind/**")
    page.go_back()
    page.go_back()
    assert ours.recipient.email not in page.content()
    assert "/log-ind/" in page.url


def test_the_cookie_of_one_company_is_not_sent_to_another_sb_02(ours: World, site: live.Site, page: "Page") -> None:
    """SB-02, SEC-135: a real browser with a login at one company is a stranger at the next."""
    theirs = world()
    live.log_in(page, ours.organization, ours.recipient)
    page.goto(site.origin(theirs.organization) + "/")
    assert "/log-ind/" in page.url
    page.goto(site.origin(ours.organization) + "/")
    assert ours.recipient.email in page.content()
    assert portal.client(theirs.organization).get("/").status_code == 302
