"""What a visitor does again and again: look, read mail, log in, move the demo's clock."""

import os
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests.tale.running import RunningDemo
from tests.tale.words import Words

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: So often the clock's page may look as it did before, while its work is not done.
_LOOKS: Final = 480
#: The time of day, here and on this machine, and the forms' tokens.
_GOES_ON_BY_ITSELF: Final = re.compile(r'<p class="(?:sandbox-clock|sb-muted)">.*?</p>|value="\w{64}"')
_AMOUNT: Final = re.compile(r"([-\N{MINUS SIGN}]?)(?:DKK\s)?(\d[\d.,]*)")


def log_in(
    page: "Page", demo: RunningDemo, *, email: str, words: Words, slug: str = "nordlys", greeting: str = ""
) -> None:
    """Ask for the link, read the mail in the mailbox page, open the link, press the button, come to the heading."""
    known = demo.logins(email)
    page.goto(f"{demo.door(slug)}/")
    page.get_by_label(words.email, exact=True).fill(email)
    page.get_by_role("button", name=words.send_link).click()
    page.get_by_role("heading", name=words.look_in_your_mail).wait_for()
    mail = demo.login_mail(email, but=known)
    page.goto(f"{demo.sandbox}/mailbox/?to={email}")
    # Another mail may have come a moment later.
    page.locator(f"tbody a[href*='{mail['id']}']").click()
    page.locator("pre a", has_text="/log-ind/link/").click()
    page.get_by_role("button", name=words.log_in, exact=True).click()
    page.get_by_role("heading", level=1, name=greeting or words.hello).wait_for()


def link_in(mail: dict[str, Any], part: str) -> str:
    """The first link of a mail whose address has this part."""
    return next(str(link) for link in mail["links"] if part in link)


def move_on(page: "Page", demo: RunningDemo, *steps: str) -> None:
    """Press buttons of the clock page (day, week, first, month); after each, wait until nothing is under way."""
    for wanted in steps:
        page.goto(f"{demo.sandbox}/clock/")
        with page.expect_navigation():
            page.locator(f"button[name=move][value={wanted}]").click()
        while page.locator("meta[http-equiv=refresh]").count():
            # It would load itself anew every two seconds, and take more of the machine than the work it waits for.
            page.goto("about:blank")
            _wait_for_the_work(demo)
            page.goto(f"{demo.sandbox}/clock/")


def _wait_for_the_work(demo: RunningDemo) -> None:
    """However long it takes on a busy machine, as long as it gets on: a day, a job, an invoice or a mail further."""
    seen: set[str] = set()
    looks = 0
    while looks < _LOOKS:
        text = demo.get(f"{demo.sandbox}/clock/").content.decode()
        if 'http-equiv="refresh"' not in text:
            assert "sandbox-clock" in text, text
            return
        # Not the whole page: the time of day on it goes on by itself. What was seen before is no progress.
        now = _GOES_ON_BY_ITSELF.sub("", text)
        looks = looks + 1 if now in seen else 0
        seen.add(now)
        time.sleep(0.25)
    raise AssertionError(f"The clock's work stands still at {now}.")


def minor(text: str) -> int:
    """ "1.234,50 kr." or "DKK 1,234.50" as øre, taken from a longer text; both write two digits after the sign."""
    found = _AMOUNT.search(text)
    assert found, text
    ore = int(re.sub(r"[.,]", "", found[2]))
    return -ore if found[1] else ore


def overflow(page: "Page") -> int:
    """By how many pixels the page is wider than the window; a page that is only on its way is waited for."""
    page.wait_for_load_state("domcontentloaded")
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def look(page: "Page", name: str) -> None:
    """Nothing sticks out."""
    keep_picture(page, name)
    assert overflow(page) <= 0, f"{name}: {overflow(page)} pixels too wide"


def keep_picture(page: "Page", name: str) -> None:
    """For a person who wants to look: `TALE_PICTURES=folder` keeps every page that the tests saw."""
    if folder := os.environ.get("TALE_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
