"""Amounts, days, periods and states as the pages show them."""

from datetime import UTC, date, datetime

import pytest
from tests.unit.ui.drawing import draw

from selvbetjening.kernel.money import Money


@pytest.mark.parametrize(
    ("language", "amount", "shown"),
    [
        ("da", Money(123450, "DKK"), "1.234,50\N{NO-BREAK SPACE}kr."),
        ("en", Money(123450, "DKK"), "DKK\N{NO-BREAK SPACE}1,234.50"),
        ("da", Money(-5, "EUR"), "\N{MINUS SIGN}0,05\N{NO-BREAK SPACE}EUR"),
    ],
)
def test_an_amount_is_written_the_way_of_the_language(language: str, amount: Money, shown: str) -> None:
    html = draw("{% money amount %}", language=language, amount=amount)
    assert html == f'<span class="sb-money">{shown}</span>'


def test_a_day_is_words_for_people_and_a_date_for_machines() -> None:
    on = date(2026, 3, 3)
    assert draw("{% day on %}", language="da", on=on) == '<time datetime="2026-03-03">3. marts 2026</time>'
    assert draw("{% day on %}", on=on) == '<time datetime="2026-03-03">3 March 2026</time>'
    assert draw("{% day on %}", on=None) == ""


def test_a_moment_is_shown_in_copenhagen() -> None:
    at = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    assert ">2. juli 2026 kl. 00.30<" in draw("{% moment at %}", language="da", at=at)
    assert ">2 July 2026 at 00:30<" in draw("{% moment at %}", at=at)


def test_a_period_shows_its_last_day_not_the_day_after() -> None:
    first, after = date(2026, 3, 1), date(2026, 4, 1)
    assert "1 March 2026 – 31 March 2026" in draw("{% period a b %}", a=first, b=after)
    assert draw("{% period a %}", a=first) == "from 1 March 2026"
    assert ">1 March 2026<" in draw("{% period a a %}", a=first), "a period of no days is its day"


def test_a_state_is_a_word_and_never_only_a_colour() -> None:
    assert draw('{% badge "overdue" %}') == '<span class="sb-badge sb-badge--error">Overdue</span>'
    assert ">&lt;b&gt;<" in draw('{% badge "info" text %}', text="<b>")
    with pytest.raises(ValueError, match="no badge"):
        draw('{% badge "overdu" %}')
