"""Colours: the numbers of WCAG, and the guard of the brand colour (XB-35)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selvbetjening.kernel.colour import (
    BLACK,
    GROUND,
    READABLE,
    WHITE,
    Colour,
    ColourRefused,
    brand,
    contrast,
    luminance,
    parse,
    readable,
)

parts = st.integers(0, 255)
colours = st.builds(Colour, parts, parts, parts)


def test_black_and_white_are_the_two_ends() -> None:
    assert luminance(BLACK) == 0
    assert luminance(WHITE) == pytest.approx(1)
    assert contrast(BLACK, WHITE) == contrast(WHITE, BLACK) == pytest.approx(21)


@pytest.mark.parametrize(("text", "expected"), [("#767676", 4.54), ("#ff0000", 4.00), ("#0000ff", 8.59)])
def test_contrast_on_white_is_the_published_one(text: str, expected: float) -> None:
    assert contrast(parse(text), WHITE) == pytest.approx(expected, abs=0.005)


@given(colours, colours)
def test_a_readable_shade_always_passes_XB_35(colour: Colour, ground: Colour) -> None:
    assert contrast(readable(colour, on=ground), ground) >= READABLE


@given(colours, colours)
def test_a_colour_that_passes_is_left_alone(colour: Colour, ground: Colour) -> None:
    if contrast(colour, ground) >= READABLE:
        assert readable(colour, on=ground) == colour


def test_the_nearest_passing_shade_is_taken() -> None:
    shade = readable(parse("#777777"), on=WHITE)
    assert shade == parse("#767676")


@given(colours)
def test_every_brand_colour_gives_readable_tokens_XB_35(colour: Colour) -> None:
    tokens = brand(colour.hex)
    assert tokens.brand == colour
    assert contrast(tokens.text, tokens.brand) >= READABLE
    for ground in (WHITE, GROUND):
        assert contrast(tokens.strong, ground) >= READABLE
    assert contrast(WHITE, tokens.strong) >= READABLE
    assert tokens.adjusted == (tokens.strong != colour)


def test_the_tokens_are_a_style_sheet_of_one_rule() -> None:
    assert brand("#FFD500").css == ":root{--brand:#ffd500;--brand-text:#000000;--brand-strong:#856f00}\n"
    assert brand("#1f5673").adjusted is False


@pytest.mark.parametrize(
    "text", ["", "red", "#fff", "#12345g", "#123456;}", " #123456", "#1234567", "#12345\n", "#123456\n"]
)
def test_nothing_but_a_colour_reaches_the_style_sheet(text: str) -> None:
    with pytest.raises(ColourRefused):
        parse(text)


@given(colours)
def test_a_colour_is_read_as_it_is_written(colour: Colour) -> None:
    assert parse(colour.hex) == colour
