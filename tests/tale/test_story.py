"""The story of the customer portal, from the mailed link to the renewal, on the real demo.

Each of the four visitors is somebody of her own, imported from CSV files while the demo runs.
"""

import hashlib
import io
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pypdf
import pytest

from selvbetjening.kernel.formatting import format_day
from tests.tale.people import Somebody, arrive
from tests.tale.running import RunningDemo
from tests.tale.together import Begun, visitors
from tests.tale.visits import log_in, look, minor, move_on
from tests.tale.words import DANISH, ENGLISH, Words

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.tale, pytest.mark.slow]


class Tale:
    """One visitor with her browser; each method is a chapter."""

    def __init__(self, demo: RunningDemo, page: "Page", who: Somebody, words: Words, key: str) -> None:
        self.demo, self.page, self.who, self.words, self.key = demo, page, who, words, key
        self.mailed = 0

    def go(self, menu: str, *, picture: str = "") -> None:
        """Follow the main menu, which a telephone folds together."""
        fold = self.page.locator(".sb-nav__fold summary")
        if fold.is_visible():
            fold.click()
        self.page.locator(".sb-nav").get_by_role("link", name=menu, exact=True).click()
        self.page.get_by_role("heading", level=1).wait_for()
        if picture:
            self.look(picture)

    def look(self, name: str) -> None:
        look(self.page, f"{self.key}-{name}")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def sees_what_she_pays(self) -> None:
        """What, when and why: the next payment, the two subscriptions, the year to come."""
        self.look("overview")
        words, (basis, classes, both) = self.words, self.words.prices
        card = self.page.locator(".sb-card", has_text=words.next_payment)
        assert both in card.inner_text()
        assert format_day(self.who.renews_on, words.language) in card.inner_text()  # type: ignore[arg-type]
        table = self.page.locator("table").inner_text()
        assert words.basis in table and basis in table
        assert words.classes in table and classes in table
        self.go(words.subscriptions, picture="subscriptions")
        assert self.page.locator("figcaption", has_text=words.chart).is_visible()

    def moves_up(self) -> None:
        """The preview's lines sum to its total, and the invoice that follows is that total, to the øre."""
        words, page = self.words, self.page
        page.get_by_role("link", name=words.basis, exact=True).click()
        self.look("subscription")
        page.get_by_role("link", name=words.change_plan, exact=True).click()
        self.look("choose")
        page.get_by_role("link", name=f"{words.see_cost}: {words.bigger}, {words.monthly}").click()
        self.look("quote")
        *lines, total = [minor(text) for text in page.locator(".sb-amounts dd").all_inner_texts()]
        assert sum(lines) == total > 0
        assert words.each_month in page.locator(".sb-confirm").inner_text()
        self.press(words.change_and_pay)
        page.get_by_text(words.changed).wait_for()
        self.look("changed")
        self.demo.mail(self.who.email, about=words.changed_mail)
        assert self.invoice_of_today("upgrade") == total

    def invoice_of_today(self, picture: str) -> int:
        """Open the newest invoice and return its total in øre; its PDF says the same and is the one that was mailed."""
        words, page = self.words, self.page
        self.go(words.invoices, picture=f"invoices-{picture}")
        page.locator("tbody th a").first.click()
        self.look(f"invoice-{picture}")
        total = page.locator(".sb-amounts__total dd").inner_text()
        number = re.findall(r"\d+", page.get_by_role("heading", level=1).inner_text())[0]
        with page.expect_download() as downloading:
            page.get_by_role("link", name=words.pdf).click()
        content = Path(downloading.value.path()).read_bytes()
        self.is_the_stored_pdf(content, page.get_by_role("link", name=words.pdf).get_attribute("href") or "")
        printed = " ".join(leaf.extract_text() for leaf in pypdf.PdfReader(io.BytesIO(content)).pages)
        amount = re.sub(r"[^\d.,]", "", total).strip(".,")
        assert amount in printed
        mail = self.demo.mail(self.who.email, about=words.invoice_mail.format(number=number))
        assert total.replace("\N{NO-BREAK SPACE}", " ") in mail["text"].replace("\N{NO-BREAK SPACE}", " ")
        (attached,) = mail["attachments"]
        assert attached["name"].endswith(f"{number}.pdf")
        assert self.demo.get(attached["url"]).content == content
        return minor(total)

    def is_the_stored_pdf(self, content: bytes, path: str) -> None:
        """The download is a PDF with the hash that stands in the database, which the ETag tells."""
        assert content.startswith(b"%PDF-")
        cookies = self.page.context.cookies(self.demo.door())
        cookie = "; ".join(f"{one.get('name')}={one.get('value')}" for one in cookies)
        answer = self.demo.get(self.demo.door() + path, cookie=cookie)
        assert answer.headers["etag"] == f'"{hashlib.sha256(content).hexdigest()}"'

    def cancels_and_regrets(self) -> None:
        """The receipt comes by mail; then the cancellation is taken back."""
        words, page = self.words, self.page
        self.go(words.subscriptions)
        page.get_by_role("link", name=words.classes, exact=True).click()
        page.get_by_role("link", name=words.cancel, exact=True).click()
        self.look("cancel")
        page.get_by_role("link", name=words.keep, exact=True).click()
        page.get_by_role("link", name=words.cancel, exact=True).click()
        self.press(words.cancel)
        page.get_by_role("heading", name=words.cancelled).wait_for()
        self.look("cancelled")
        receipt = self.demo.mail(self.who.email, about=words.cancelled_mail)
        assert words.classes in receipt["text"]
        self.go(words.subscriptions, picture="subscriptions-cancelled")
        page.get_by_role("link", name=words.classes, exact=True).click()
        self.look("subscription-cancelled")
        page.get_by_role("link", name=words.take_back, exact=True).click()
        self.look("take-back")
        self.press(words.take_back)
        page.get_by_text(words.goes_on).wait_for()
        self.demo.mail(self.who.email, about=words.goes_on_mail)

    def corrects_her_address(self) -> None:
        """The new address stands there, and a mail tells of it."""
        words, page = self.words, self.page
        self.go(words.details, picture="details")
        page.get_by_role("link", name=words.correct, exact=True).click()
        self.look("correct")
        page.get_by_label(words.address, exact=True).fill("Nyvej 22, 3. tv.")
        self.press(words.save)
        page.get_by_text(words.saved).wait_for()
        assert page.get_by_text("Nyvej 22, 3. tv.").is_visible()
        self.demo.mail(self.who.email, about=words.saved_mail)

    def serves_herself(self) -> None:
        """All that she does on her first day."""
        log_in(self.page, self.demo, email=self.who.email, words=self.words)
        self.sees_what_she_pays()
        self.moves_up()
        self.cancels_and_regrets()
        self.corrects_her_address()
        self.mailed = len(self.invoice_mails())

    def comes_back_a_month_later(self) -> None:
        """The clock has gone on: she is logged out, has been renewed, billed once and told by mail with the PDF."""
        self.page.goto(f"{self.demo.sandbox}/clock/")
        self.look("clock")
        log_in(self.page, self.demo, email=self.who.email, words=self.words)
        assert self.invoice_of_today("renewal") == 299_00 + 99_00
        assert len(self.invoice_mails()) == self.mailed + 1
        assert self.page.get_by_text("Nyvej 22").count() == 0

    def invoice_mails(self) -> list[str]:
        """The subjects of the invoices that were mailed to her."""
        start = self.words.invoice_mail.split(" ")[0]
        return [mail["subject"] for mail in self.demo.mails(self.who.email) if mail["subject"].startswith(start)]


VISITORS: Final = {
    "da-1280": (DANISH, 1280, True),
    "en-390": (ENGLISH, 390, True),
    "da-390-nojs": (DANISH, 390, False),
    "en-1280-nojs": (ENGLISH, 1280, False),
}


@pytest.fixture(scope="module")
def tales(
    demo: RunningDemo, browser: "Browser", tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Begun[Tale]]]:
    """Each has served herself; then the clock has moved a month for all four, pressed in a browser without scripts."""
    folder = tmp_path_factory.mktemp("story")
    ways = {key: (width, words.language, scripts) for key, (words, width, scripts) in VISITORS.items()}
    with visitors(browser, ways, partial(first_day, demo, folder)) as found:
        move_on(found["da-390-nojs"].page, demo, "month")
        yield found


def first_day(demo: RunningDemo, folder: Path, key: str, page: "Page") -> Tale:
    """She comes in with a file of the company's, and serves herself."""
    words = VISITORS[key][0]
    tale = Tale(demo, page, arrive(demo, folder / key, key=key, language=words.language), words, key)
    tale.serves_herself()
    return tale


@pytest.mark.parametrize("key", list(VISITORS))
def test_a_recipient_serves_herself(tales: dict[str, Begun[Tale]], key: str) -> None:
    """SB-01, SB-02, SB-04, SB-16, SB-17, SB-20, SB-21, LG-08, SU-01, SU-02: the issue's story from end to end."""
    with tales[key].going_on() as tale:
        tale.comes_back_a_month_later()
