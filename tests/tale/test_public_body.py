"""A public body with 40 seats moves to yearly tiers in mid-month, buys five more, and reads why ("Must show" 1).

First both in one act, which it takes back; then one after the other.

Prøvekommunen in Danish, and Harbour Works with its 30 seats in English; both renew on the first of a month.
"""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pypdf
import pytest

from selvbetjening.domain.invoicing.einvoice.checked import check
from tests.tale.running import RunningDemo
from tests.tale.visits import log_in, look, minor
from tests.tale.words import DANISH, ENGLISH, Words

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.slow]


@dataclass(frozen=True)
class Said:
    """The words of this story in one language."""

    words: Words
    yearly: str
    number: str
    update: str
    unit: str
    share: str
    undone: str
    see: str
    changed: str
    xml: str
    why: str
    rounded: str
    often: tuple[str, str]


DA: Final = Said(
    words=DANISH, yearly="Team, Årsvis", number="Antal", update="Opdatér prisen", unit="brugere",
    share=r"(\d+) af (\d+) dage", undone="Det er annulleret", see="Se, hvad det koster",
    changed="Antallet er ændret", xml="Hent e-faktura", why="Hvorfor er beløbet ændret?",
    rounded="Momsen er afrundet anderledes", often=("månedsvis", "årsvis"),
)  # fmt: skip
EN: Final = Said(
    words=ENGLISH, yearly="Team, Yearly", number="Quantity", update="Update the price", unit="users",
    share=r"(\d+) of (\d+) days", undone="It is undone", see="See what it costs",
    changed="The quantity is changed", xml="Download e-invoice", why="Why has the amount changed?",
    rounded="The VAT was rounded differently", often=("monthly", "yearly"),
)  # fmt: skip


class Body:
    """One institution with its browser, its seats and what one costs a year, in øre; each method is a chapter."""

    def __init__(self, demo: RunningDemo, page: "Page", said: Said, key: str, seats: int, each: int) -> None:
        self.demo, self.page, self.said, self.key, self.seats, self.each = demo, page, said, key, seats, each
        self.door = demo.door("fjordbyg")

    def look(self, name: str) -> None:
        look(self.page, f"body-{self.key}-{name}")

    def opens_the_subscription(self) -> None:
        self.page.goto(f"{self.door}/abonnementer/")
        self.page.get_by_role("link", name="Team", exact=True).click()
        self.look("subscription")

    def accepts(self, picture: str) -> int:
        """Press the button of the preview; its lines and the VAT sum to its total, which is returned in øre."""
        panel = self.page.locator(".sb-confirm")
        self.look(picture)
        *parts, total = [minor(text) for text in panel.locator(".sb-amounts dd").all_inner_texts()]
        assert abs(sum(parts)) == total > 0, parts
        panel.get_by_role("button").first.click()
        self.page.locator(".sb-alert").first.wait_for()
        self.look(f"{picture}-done")
        return total

    def looks_at_yearly(self) -> None:
        """What it costs to be there from now on, with the number there is."""
        self.opens_the_subscription()
        self.page.get_by_role("link", name=self.said.words.change_plan, exact=True).click()
        self.look("choose")
        self.page.get_by_role("link", name=f"{self.said.see}: {self.said.yearly}").click()

    def moves_to_yearly(self) -> int:
        """A year at the tier's price from today, less the days left of the month: one invoice (XB-09)."""
        self.looks_at_yearly()
        return self.accepts("yearly")

    def moves_and_grows_at_once(self, seats: int, more: int) -> int:
        """The same with other seats: a number that cannot be had first, then the one that is wanted (XB-11)."""
        self.looks_at_yearly()
        panel, alert = self.page.locator(".sb-confirm"), self.page.locator("#error-summary")
        for wanted in (9_999, more):
            self.page.get_by_label(self.said.number, exact=True).fill(str(wanted))
            self.page.get_by_role("button", name=self.said.update).click()
            self.page.wait_for_url(f"**/?antal={wanted}")
            assert (alert.count(), panel.count()) == ((1, 0) if wanted == 9_999 else (0, 1))
            self.look(f"at-once-{wanted}")
        assert f"{seats} \N{RIGHTWARDS ARROW} {more} {self.said.unit}" in self.page.locator("main").inner_text()
        return self.accepts("at-once")

    def takes_it_back(self) -> None:
        """Within the company's day, to the øre (CM-03): the story can go on step by step."""
        self.opens_the_subscription()
        self.page.goto(f"{self.page.url}goer-om/")
        self.page.locator("main form[method=post] button").first.click()
        self.page.get_by_text(self.said.undone).first.wait_for()

    def invoices(self) -> set[str]:
        """The addresses of all of them."""
        self.page.goto(f"{self.door}/fakturaer/")
        found = self.page.locator("tbody th a[href*='/fakturaer/']:not([href*='kreditnota'])").all()
        return {str(link.get_attribute("href")) for link in found}

    def lines(self) -> list[tuple[str, str, int]]:
        """Text, quantity and net of each line of the invoice that is open."""
        rows = [[cell.inner_text() for cell in row.locator("th, td").all()]
                for row in self.page.locator("tbody tr:has(td:nth-of-type(4))").all()]  # fmt: skip
        return [(cells[0], cells[1], minor(cells[-1])) for cells in rows]

    def is_invoiced_for_a_year(self, total: int, *, of: int) -> None:
        """The open invoice to the øre: the rest of the month back, a year of so many, and VAT on the two (XB-09)."""
        (unused, less, back), (year, count, asked) = self.lines()
        share = re.search(self.said.share, unused)
        month = Fraction(int(share[1]), int(share[2])) if share else Fraction(1)
        assert back == -_half_up(self.seats * 95_00 * month) and self.said.often[0] in unused
        assert asked == of * self.each and self.said.often[1] in year
        assert (minor(less), int(count)) == (-self.seats, of)
        assert total == asked + back + _half_up(Fraction(asked + back, 4))

    def buys_five_more(self, seats: int) -> int:
        """For the same year; what it will cost stands below."""
        self.opens_the_subscription()
        self.page.goto(f"{self.page.url}antal/")
        self.look("quantity")
        self.page.locator("[name=antal]").fill(str(seats))
        self.page.locator("main form button").first.click()
        return self.accepts("five-more")

    def opens_the_newest_invoice(self, total: int, picture: str) -> None:
        """Its total is what was announced: on the page, in the PDF and in the XML, which is valid (EIN-1)."""
        page = self.page
        page.goto(f"{self.door}/fakturaer/")
        page.locator("tbody th a[href*='/fakturaer/']:not([href*='kreditnota'])").first.click()
        self.look(picture)
        assert minor(page.locator(".sb-amounts__total dd").first.inner_text()) == total
        pdf, xml = self.download(self.said.words.pdf), self.download(self.said.xml)
        printed = " ".join(leaf.extract_text() for leaf in pypdf.PdfReader(io.BytesIO(pdf)).pages)
        point = "," if self.said is DA else "."
        assert f"{_last_three(total // 100)}{point}{total % 100:02d}" in printed
        assert re.search(rf"TaxInclusiveAmount[^>]*>{total // 100}\.{total % 100:02d}<".encode(), xml)
        assert [finding for finding in check(xml) if finding.fatal] == []

    def download(self, link: str) -> bytes:
        with self.page.expect_download() as downloading:
            self.page.get_by_role("link", name=link).click()
        return Path(downloading.value.path()).read_bytes()

    def reads_why(self, *words: str, now: int) -> None:
        """The sentence names what was changed, and its amount is the whole invoice, to the øre (CM-01).

        Where the VAT of the whole is rounded by an øre, that stands in a sentence of its own, and the sum in a last.
        """
        card = self.page.locator(".sb-card", has_text=self.said.why)
        _lead, said, *rest = card.locator("li, p").all_inner_texts()
        assert all(word in said for word in words), said
        amounts = [minor(each.rsplit(":", 1)[-1]) for each in (said, *rest)]
        if rest:
            assert len(rest) == 2 and self.said.rounded in rest[0], rest
            assert abs(amounts[1]) == 1 and abs(amounts[0] - now) == 1
        assert amounts[-1] == now


@pytest.fixture(
    params=[
        pytest.param((DA, "signe@proevekommunen.example", 40, 760_00, 1280, True), id="da-1280"),
        pytest.param((EN, "helen@harbourworks.example", 30, 855_00, 390, False), id="en-390-nojs"),
    ]
)
def body(request: pytest.FixtureRequest, demo: RunningDemo, open_page: Callable[..., "Page"]) -> Body:
    """It has logged in."""
    said, email, seats, each, width, scripts = request.param
    page = open_page(width=width, language=said.words.language, scripts=scripts)
    log_in(page, demo, email=email, words=said.words, slug="fjordbyg")
    return Body(demo, page, said, request.node.callspec.id, seats, each)


def test_a_body_moves_and_grows_in_one_act(body: Body) -> None:
    """SU-01, SU-05, XB-09, XB-11, CM-01, CM-03: exactly one invoice: the rest of the month back, a year of them all."""
    seats, before = body.seats, body.invoices()
    total = body.moves_and_grows_at_once(seats, seats + 5)
    assert len(body.invoices() - before) == 1
    body.opens_the_newest_invoice(total, "invoice-at-once")
    body.is_invoiced_for_a_year(total, of=seats + 5)
    body.reads_why(f"{seats} × Team", f"{seats + 5} × Team", *body.said.often, now=total)
    body.takes_it_back()


def test_a_body_with_many_seats_grows(body: Body) -> None:
    """SU-01, SU-02, XB-09, XB-11, CM-01, EIN-1, EIN-3: two changes, each one invoice of the amount announced."""
    seats = body.seats
    moved = body.moves_to_yearly()
    body.opens_the_newest_invoice(moved, "invoice-of-the-year")
    body.is_invoiced_for_a_year(moved, of=seats)
    body.reads_why("Team", *body.said.often, now=moved)
    more = body.buys_five_more(seats + 5)
    assert more == 5 * body.each * 125 // 100
    body.opens_the_newest_invoice(more, "invoice-of-five")
    body.reads_why("Team", str(seats), str(seats + 5), now=more)


def _half_up(exact: Fraction) -> int:
    return int(exact + Fraction(1, 2))


def _last_three(whole: int) -> str:
    """The digits behind the last point of thousands, or all where there is none."""
    return f"{whole % 1000:03d}" if whole >= 1000 else str(whole)
