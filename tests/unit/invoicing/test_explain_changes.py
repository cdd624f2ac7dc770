"""CM-01: the story of issue 3 on its invoices: months become a year, and 40 seats become 45."""

from datetime import date
from uuid import UUID

import pytest

from selvbetjening.domain.invoicing.rules.explain import Item, explain
from selvbetjening.domain.invoicing.rules.explain_words import Compared, headed, sentences
from selvbetjening.domain.invoicing.rules.line_texts import described, read_text
from selvbetjening.kernel.periods import Interval

TEAM = UUID(int=7)
NOVEMBER, MOVED, DECEMBER = date(2026, 11, 1), date(2026, 11, 21), date(2026, 12, 1)


def item(text: str, net: int, since: date = MOVED, until: date = DECEMBER, count: int = 1) -> Item:
    return Item(TEAM, text, since, until, count, net // count, net, 2500)


MONTH = [item("Team", 380_000, NOVEMBER, DECEMBER, 40)]
TO_YEAR = [item("Resten af perioden på Team, årsvis, 40 × bruger", 83_288)]
FIVE_MORE = [
    item("Tilbage for Team, årsvis, 40 × bruger", -83_288),
    item("Resten af perioden på Team, årsvis, 45 × bruger", 93_699),
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
        "Team, fra månedsvis til årsvis: 1.041,10 kr. Det, du havde betalt for de samme dage, står på en kreditnota.",
    ]


def test_five_seats_more_are_one_reason_cm_01() -> None:
    """CM-01: credit and charge of one change are one amount, the invoice's own."""
    assert said(FIVE_MORE, 13_014, TO_YEAR) == [
        "Fakturaen er for en ændring midt i perioden.",
        "Team, fra 40 til 45 stk.: 130,14 kr.",
    ]


def test_the_next_whole_year_is_compared_and_adds_up_cm_01() -> None:
    """CM-01: against the invoice before, named with its day and amount; the reasons sum to the end."""
    year = [item("Team", 3_420_000, DECEMBER, date(2027, 12, 1), 45)]
    assert said(year, 4_275_000, FIVE_MORE, Compared(22, MOVED, 13_014)) == [
        "Sammenlignet med faktura 22 af 21. november 2026 på 130,14 kr.",
        "Sidste faktura var for en ændring af Team; den er ikke med nu: 130,14 kr. mindre.",
        "Nu er det en hel periode, 45 × Team til 760,00 kr. ekskl. moms: 42.750,00 kr. mere.",
        "I alt: 42.619,86 kr. mere.",
    ]


def test_only_a_change_is_asked_why_cm_01() -> None:
    """CM-01: the same amount and the first invoice are headings of their own."""
    for told, heading, left in (
        (said(MONTH, 475_000, MONTH, Compared(1, NOVEMBER, 475_000)), "Samme beløb som sidst", 0),
        (said(MONTH, 475_000, None), "Den første faktura", 1),
        (said(FIVE_MORE, 13_014, TO_YEAR), "Hvad fakturaen er for", 2),
        (["Sammenlignet med faktura 1"], "Hvorfor er beløbet ændret?", 1),
    ):
        found, sentences_left = headed(sentences=told, language="da")
        assert (found, len(sentences_left)) == (heading, left)


@pytest.mark.parametrize(("unit", "quantity"), [("", 1), ("", 40), ("bruger", 1), ("bruger", 45)])
@pytest.mark.parametrize(("length", "language"), [(Interval("year", 1), "da"), (Interval("month", 2), "en")])
def test_what_a_line_says_is_read_back_cm_01(unit: str, quantity: int, length: Interval, language: str) -> None:
    """CM-01: a line's words are written and read alike."""
    text = described(plan="Team, stor", interval=length, quantity=quantity, unit=unit, language=language)
    read = read_text(text=f"Tilbage for {text}")
    assert (read.kind, read.product, read.pieces) == ("back", "Team, stor", quantity)
    assert read.every in ("årsvis", "every 2 months")
    assert read.name == text
