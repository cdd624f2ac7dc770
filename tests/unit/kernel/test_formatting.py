"""Amounts and days as people read and type them."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selvbetjening.kernel.formatting import (
    AmountNotUnderstood,
    Language,
    format_count,
    format_day,
    format_money,
    format_period,
    language_of,
    parse_amount,
)
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Period

LANGUAGES: tuple[Language, ...] = ("da", "en")


@pytest.mark.parametrize(
    ("minor", "currency", "language", "text"),
    [
        (123_450, "DKK", "da", "1.234,50\N{NO-BREAK SPACE}kr."),
        (123_450, "EUR", "da", "1.234,50\N{NO-BREAK SPACE}EUR"),
        (123_450, "DKK", "en", "DKK\N{NO-BREAK SPACE}1,234.50"),
        (5, "DKK", "da", "0,05\N{NO-BREAK SPACE}kr."),
        (-5, "DKK", "da", "\N{MINUS SIGN}0,05\N{NO-BREAK SPACE}kr."),
        (-100_000_000, "DKK", "en", "\N{MINUS SIGN}DKK\N{NO-BREAK SPACE}1,000,000.00"),
        (0, "DKK", "da", "0,00\N{NO-BREAK SPACE}kr."),
    ],
)
def test_money_in_words(minor: int, currency: str, language: Language, text: str) -> None:
    assert format_money(Money(minor, currency), language) == text


def test_counts_have_the_minus_of_amounts() -> None:
    assert [format_count(number) for number in (-12, 0, 1000)] == ["\N{MINUS SIGN}12", "0", "1000"]


def test_days_and_periods_in_words() -> None:
    march = Period(date(2026, 3, 1), date(2026, 4, 1))
    assert format_day(date(2026, 3, 3), "da") == "3. marts 2026"
    assert format_day(date(2026, 3, 3), "en") == "3 March 2026"
    assert format_day(date(2026, 12, 31), "da") == "31. december 2026"
    assert format_period(march, "da") == "1. marts 2026 – 31. marts 2026"
    assert format_period(march, "en") == "1 March 2026 – 31 March 2026"
    assert format_period(Period(date(2026, 3, 1), date(2026, 3, 2)), "da") == "1. marts 2026"


@pytest.mark.parametrize(
    ("code", "language"),
    [("en", "en"), ("en-gb", "en"), ("EN", "en"), ("da", "da"), ("eng", "da"), ("sv", "da"), ("", "da"), (None, "da")],
)
def test_danish_unless_english_is_asked_for(code: str | None, language: Language) -> None:
    assert language_of(code) == language


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1.234,50", 123_450),
        ("1,234.50", 123_450),
        ("1234.50", 123_450),
        ("1234,5", 123_450),
        ("1234", 123_400),
        ("1 234", 123_400),
        ("1\N{NO-BREAK SPACE}234,50", 123_450),
        ("1.234.567", 123_456_700),
        ("1,234,567.8", 123_456_780),
        (" -12,50 ", -1_250),
        ("\N{MINUS SIGN} 12,50", -1_250),
        ("0,05", 5),
        ("007", 700),
    ],
)
def test_amounts_as_people_type_them(text: str, minor: int) -> None:
    assert parse_amount(text) == minor


@pytest.mark.parametrize("text", ["1.234", "1,234", "0.123", "12.345", "-1.234", "1234,567"])
def test_refuses_an_amount_that_may_be_either(text: str) -> None:
    with pytest.raises(AmountNotUnderstood, match="ambiguous"):
        parse_amount(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "--1",
        "abc",
        "1,2,3",
        "1.23.456",
        "1.234.50",
        "1,",
        ",5",
        "1e3",
        "12,3456",
        "1٢",
        "½",
        "1 23",
        "1.234,5.6",
    ],
)
def test_refuses_what_is_no_amount(text: str) -> None:
    with pytest.raises(AmountNotUnderstood, match="syntax"):
        parse_amount(text)


def test_refuses_more_digits_than_money_has() -> None:
    with pytest.raises(AmountNotUnderstood, match="too_large"):
        parse_amount("9" * 5_000)


@given(st.integers(-(10**14), 10**14), st.sampled_from(LANGUAGES))
def test_what_is_shown_can_be_typed(minor: int, language: Language) -> None:
    shown = format_money(Money(minor, "EUR"), language)
    assert parse_amount(shown.replace("EUR", "")) == minor


@given(st.text(max_size=30))
def test_no_text_breaks_the_parser(text: str) -> None:
    with contextlib.suppress(AmountNotUnderstood):
        assert isinstance(parse_amount(text), int)
