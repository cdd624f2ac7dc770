"""Late payers get reminders within the law's caps and not one kroner more, and can act on them ("Must show" 1)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import pytest

from selvbetjening.kernel.formatting import Language, format_day
from tests.tale.people import Somebody, arrive
from tests.tale.running import RunningDemo
from tests.tale.together import Begun, visitors
from tests.tale.visits import log_in, look, minor, move_on
from tests.tale.words import DANISH, ENGLISH, Words

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.tale, pytest.mark.slow]
#: DUN-1, DUN-2, DUN-3: a fee of 100 kr. at most, three fees, ten days apart.
CAP, MOST, GAP = 100_00, 3, timedelta(days=10)


@dataclass(frozen=True)
class Said:
    """The words of this story in one language."""

    words: Words
    letters: tuple[str, str]
    rest: str
    to_pay: str
    later: str
    dispute: str
    send: str
    open: str


DA: Final = Said(
    words=DANISH, letters=("Rykker: faktura", "Sidste påkrav før inkasso: faktura"), rest="Rest af fakturaen",
    to_pay="At betale nu", later="Udskyd betaling", dispute="Gør indsigelse mod en linje på fakturaen",
    send="Send indsigelsen", open="Din indsigelse",
)  # fmt: skip
EN: Final = Said(
    words=ENGLISH, letters=("Reminder: invoice", "Demand before collection: invoice"), rest="Left of the invoice",
    to_pay="To pay now", later="Defer payment", dispute="Dispute a line of the invoice",
    send="Send the dispute", open="Your dispute",
)  # fmt: skip
BOTH: Final = {"da-1280": (DA, 1280, True), "en-390-nojs": (EN, 390, False)}


@pytest.fixture(scope="module")
def payers(demo: RunningDemo, browser: "Browser", tmp_path_factory: pytest.TempPathFactory) -> dict[str, Somebody]:
    """Two customers who are invoiced within days and pay nothing for two months; the clock moves once for both."""
    folder = tmp_path_factory.mktemp("late")
    found = {
        key: arrive(demo, folder / key, key=f"late-{key}", language=said.words.language, plans=("basis-md",), days=28)
        for key, (said, _, _) in BOTH.items()
    }
    page = browser.new_page()
    page.set_default_timeout(30_000)
    move_on(page, demo, "week", "month", "week", "week", "week", "week")
    page.close()
    return found


class Payer:
    """One late payer; each method is a chapter."""

    def __init__(self, demo: RunningDemo, page: "Page", said: Said, email: str, key: str) -> None:
        self.demo, self.page, self.said, self.email, self.key = demo, page, said, email, key
        self.disputed: tuple[str, list[tuple[date, int]]] = ("", [])

    def look(self, name: str) -> None:
        look(self.page, f"late-{self.key}-{name}")

    def invoices(self) -> list[str]:
        """The addresses of his invoices, the oldest first."""
        self.page.goto(f"{self.demo.door()}/fakturaer/")
        found = [link.get_attribute("href") or "" for link in self.page.locator("tbody th a").all()]
        return [self.demo.door() + href for href in reversed(found)]

    def day(self, text: str) -> date:
        """A day of the last half year, as the page writes it."""
        language: Language = "da" if self.said is DA else "en"
        days = [self.demo.today() - timedelta(days=back) for back in range(180)]
        return next(day for day in days if format_day(day, language) == text)

    def letters(self) -> list[tuple[date, int]]:
        """Days and fees of the letters that the invoice's page lists."""
        found = []
        for row in self.page.locator("tr:has(a[href*='/rykker/'])").all():
            fee = row.locator("td").nth(1).inner_text()
            found.append((self.day(row.locator("th").inner_text().strip()), minor(fee) if re.search(r"\d", fee) else 0))
        return sorted(found)

    def mails(self, number: str) -> list[dict[str, Any]]:
        """The reminders of one invoice in his mailbox, the oldest first."""
        heads = [f"{head} {number}" for head in self.said.letters]
        return [mail for mail in reversed(self.demo.mails(self.email)) if mail["subject"] in heads]

    def reads_what_he_owes(self) -> None:
        """Three letters at the most, ten days apart, each fee within the cap; the sum is the last letter's, to the øre.

        Each letter came by mail as well, and asks for what its page asks for (DUN-1, DUN-2, DUN-3).
        """
        self.page.goto(self.invoices()[0])
        self.look("invoice")
        letters = self.letters()
        assert 2 <= len(letters) <= MOST
        assert all(0 <= fee <= CAP for _, fee in letters)
        assert all(later - earlier >= GAP for (earlier, _), (later, _) in pairwise(letters))
        parts = self.page.locator(f"dl.sb-amounts:has-text('{self.said.to_pay}') dd").all_inner_texts()
        *owed, total = [minor(text) for text in parts]
        assert sum(owed) == total
        assert owed[0] == 199_00 and owed[1] == sum(fee for _, fee in letters)
        number = re.findall(r"\d+", self.page.get_by_role("heading", level=1).inner_text())[0]
        mails = self.mails(number)
        assert len(mails) == len(letters)
        written = self.page.locator(".sb-amounts__total dd").last.inner_text().replace("\N{NO-BREAK SPACE}", " ")
        assert written in mails[-1]["text"].replace("\N{NO-BREAK SPACE}", " ")
        self.page.locator("a[href*='/rykker/']").last.click()
        self.page.locator("dl.sb-amounts").wait_for()
        self.look("letter")

    def disputes_and_defers(self) -> tuple[str, list[tuple[date, int]]]:
        """He puts the newest off, and disputes the line of the one before; its address, and its letters so far."""
        page, said = self.page, self.said
        *_, second, newest = self.invoices()
        page.goto(newest)
        page.locator("a[href$='/udskyd/']").click()
        self.look("defer")
        page.get_by_role("button", name=said.later, exact=True).click()
        page.locator(".sb-alert").first.wait_for()
        self.look("deferred")
        page.goto(second)
        page.get_by_role("link", name=said.dispute).click()
        page.locator("input[name=line]").first.check()
        page.locator("input[name=reason]").first.check()
        page.locator("[name=text]").fill("Det er ikke det, jeg har bestilt.")
        self.look("dispute")
        page.get_by_role("button", name=said.send, exact=True).click()
        page.get_by_role("heading", level=1, name=said.open).wait_for()
        self.look("thread")
        page.goto(second)
        self.look("disputed")
        rest, disputed, *claims, now = [
            minor(text) for text in page.locator(f"dl.sb-amounts:has-text('{said.to_pay}') dd").all_inner_texts()
        ]
        assert (rest, disputed, now) == (199_00, -199_00, sum(claims))
        return second, self.letters()

    def does_what_he_can(self) -> None:
        """All of the first day."""
        log_in(self.page, self.demo, email=self.email, words=self.said.words)
        self.reads_what_he_owes()
        self.disputed = self.disputes_and_defers()

    def is_left_in_peace(self) -> None:
        """A month later: no new letter about what is disputed, and no fourth fee on the oldest (DUN-5)."""
        disputed, letters = self.disputed
        log_in(self.page, self.demo, email=self.email, words=self.said.words)
        self.page.goto(disputed)
        assert self.letters() == letters
        self.page.goto(self.invoices()[0])
        assert len([fee for _, fee in self.letters() if fee]) <= MOST


@pytest.fixture(scope="module")
def stories(demo: RunningDemo, browser: "Browser", payers: dict[str, Somebody]) -> Iterator[dict[str, Begun[Payer]]]:
    """Both have disputed and deferred; then the clock has moved a month, once for both."""
    ways = {key: (width, said.words.language, scripts) for key, (said, width, scripts) in BOTH.items()}
    with visitors(browser, ways, partial(first_day, demo, payers)) as found:
        move_on(found["en-390-nojs"].page, demo, "month")
        yield found


def first_day(demo: RunningDemo, payers: dict[str, Somebody], key: str, page: "Page") -> Payer:
    """He finds what he owes, and acts on it."""
    payer = Payer(demo, page, BOTH[key][0], payers[key].email, key)
    payer.does_what_he_can()
    return payer


@pytest.mark.parametrize("key", list(BOTH))
def test_a_late_payer(stories: dict[str, Begun[Payer]], key: str) -> None:
    """DUN-1, DUN-2, DUN-3, DUN-5, CM-06, XB-24, XB-42: reminders, what is owed, a dispute, a deferral, peace."""
    with stories[key].going_on() as payer:
        payer.is_left_in_peace()
