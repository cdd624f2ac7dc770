"""CM-01: the story of issue 3 on its invoices: months become a year, and 40 seats become 45."""

from datetime import date
from uuid import UUID

import pytest

from selvbetjening.domain.invoicing.rules.explain import Item, explain
from selvbetjening.domain.invoicing.rules.explain_words import Compared, headed, sentences
from selvbetjening.domain.invoicing.rules.line_texts import described, read_text, share_of
from selvbetjening.kernel.periods import Interval

TEAM = UUID(int=7)
NOVEMBER, MOVED, DECEMBER = date(2026, 11, 1), date(2026, 11, 21), date(2026, 12, 1)


def item(
    text: str, net: int, since: date = MOVED, until: date = DECEMBER, count: int = 1, price: int | None = None
) -> Item:
    return Item(TEAM, text, since, until, count, net // count if price is None else price, net, 2500)


MONTH = [item("Team", 380_000, NOVEMBER, DECEMBER, 40)]
CREDITED = "Det, du havde betalt for dagene, er en kreditnota."
TO_YEAR = [item("Resten af perioden på Team (årsvis), 10 af 365 dage", 83_288, count=40, price=76_000)]
FIVE_MORE = [
    item("Tilbage for Team (årsvis), 10 af 365 dage", -83_288, count=-40, price=76_000),
    item("Resten af perioden på Team (årsvis), 10 af 365 dage", 93_699, count=45, price=76_000),
]


def said(current: list[Item], total: int, previous: list[Item] | None, before: Compared | None = None) -> list[str]:
    deltas = explain(
        current=current, total_minor=total, previous=previous, previous_total_minor=before.total_minor if before else 0
    )
    told = sentences(deltas=deltas, language="da", currency="DKK", gross=False, before=before)
    return [text.replace("\N{NO-BREAK SPACE}", " ") for text in told]


def test_a_move_to_a_year_says_so_and_where_the_days_went_cm_01() -> None:
    """CM-01: what the month had cost stands on a credit note; the invoice says so and names both intervals."""
    assert said(TO_YEAR, 104_110, MONTH) == [
        "Fakturaen er for en ændring midt i perioden.",
        f"Team betales nu årsvis i stedet for månedsvis: 1.041,10 kr. {CREDITED}",
    ]


def test_five_seats_more_are_one_reason_cm_01() -> None:
    """CM-01: credit and charge of one change are one amount, the invoice's own."""
    assert said(FIVE_MORE, 13_014, TO_YEAR) == [
        "Fakturaen er for en ændring midt i perioden.",
        "Antallet af Team er ændret fra 40 til 45 for resten af perioden: 130,14 kr.",
    ]


def test_a_move_that_begins_a_whole_year_is_one_invoice_cm_01() -> None:
    """CM-01, XB-09: what is left of the month is taken off the year; tiers count together, a fee counts nothing."""
    moved = [
        item("Tilbage for Team (månedsvis), 10 af 30 dage", -126_667, count=-40, price=9_500),
        item("Team (årsvis)", 1_000_000, until=date(2027, 11, 21), count=10),
        item("Team (årsvis)", 2_280_000, until=date(2027, 11, 21), count=30),
        item("Team (årsvis), grundpris", 10_000, until=date(2027, 11, 21)),
    ]
    assert said(moved, 3_954_166, MONTH) == [
        "Fakturaen er for en ændring midt i perioden.",
        "Team betales nu årsvis i stedet for månedsvis: 39.541,66 kr.",
    ]
    more = [*moved[:1], item("Team (månedsvis)", 500_000, until=date(2026, 12, 21), count=45)]
    more[0] = more[0]._replace(net_minor=-126_666)
    assert said(more, 466_668, MONTH)[1].startswith("Antallet af Team er ændret fra 40 til 45")
    english = [
        item("Unused time on Team (yearly)", -3_040_000, until=date(2027, 11, 21), count=-40, price=76_000),
        item("Team (yearly)", 3_420_000, until=date(2027, 11, 21), count=45),
    ]
    assert said(english, 475_000, MONTH)[1].startswith("Antallet af Team er ændret fra 40 til 45")


def test_the_next_whole_year_is_compared_and_adds_up_cm_01() -> None:
    """CM-01: against the invoice before, named with its day and amount; the reasons sum to the end."""
    year = [item("Team", 3_420_000, DECEMBER, date(2027, 12, 1), 45)]
    assert said(year, 4_275_000, FIVE_MORE, Compared(22, MOVED, 13_014)) == [
        "Sammenlignet med faktura 22 af 21. november 2026 på 130,14 kr.",
        "Sidste faktura var for en ændring af Team; den er ikke med nu: 130,14 kr. mindre.",
        "Nu er det et helt år af Team, 45 × 760,00 kr. plus moms: 42.750,00 kr. mere.",
        "I alt: 42.619,86 kr. mere.",
    ]


def test_only_a_change_is_asked_why_cm_01() -> None:
    """CM-01: the same amount and the first invoice are headings of their own."""
    for told, heading, left in (
        (said(MONTH, 475_000, MONTH, Compared(1, NOVEMBER, 475_000)), "Samme beløb som sidst", 0),
        (said(MONTH, 475_000, None), "Den første faktura", 1),
        (said(FIVE_MORE, 13_014, TO_YEAR), "Hvorfor er beløbet ændret?", 2),
        (["Sammenlignet med faktura 1"], "Hvorfor er beløbet ændret?", 1),
    ):
        found, sentences_left = headed(sentences=told, language="da")
        assert (found, len(sentences_left)) == (heading, left)


@pytest.mark.parametrize(("unit", "quantity"), [("", 1), ("", 40), ("bruger", 1), ("bruger", 45)])
@pytest.mark.parametrize(("length", "language"), [(Interval("year", 1), "da"), (Interval("month", 2), "en")])
def test_what_a_line_says_is_read_back_cm_01(unit: str, quantity: int, length: Interval, language: str) -> None:
    """CM-01: a line's words are written and read alike."""
    text = described(plan="Team, stor", interval=length, quantity=quantity, unit=unit, language=language)
    read = read_text(text=f"Tilbage for {text}{share_of(days=9, of=30, language=language)}")
    assert (read.kind, read.product, read.pieces) == ("back", "Team, stor", quantity)
    assert read.every in ("årsvis", "every 2 months")
    assert read.name == text
