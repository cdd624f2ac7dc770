"""Colours and the contrast between them, as WCAG 2.2 counts it (XB-35)."""

import re
from dataclasses import dataclass

READABLE = 4.5
"""Least contrast ratio of text on its ground (WCAG 2.2, 1.4.3)."""

_HEX = re.compile(r"#[0-9a-fA-F]{6}")


class ColourRefused(ValueError):
    """The text is not a colour written `#rrggbb`."""


@dataclass(frozen=True, slots=True)
class Colour:
    """One opaque sRGB colour, each part 0–255."""

    red: int
    green: int
    blue: int

    @property
    def hex(self) -> str:
        """The colour as `#rrggbb`."""
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"


WHITE = Colour(255, 255, 255)
BLACK = Colour(0, 0, 0)
GROUND = Colour(245, 246, 247)
"""The darkest ground the pages put text of the brand's shade on; the style sheet's `--ground` is this one."""


def parse(text: str) -> Colour:
    """Read `#rrggbb`; raises `ColourRefused` for anything else, so nothing else can reach a style sheet."""
    if not _HEX.fullmatch(text):
        raise ColourRefused(f"not a colour written #rrggbb: {text[:20]!r}")
    return Colour(int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16))


def luminance(colour: Colour) -> float:
    """Relative luminance, 0 (black) to 1 (white)."""

    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue)


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio, 1 (the same) to 21 (black and white)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: Colour, *, on: Colour) -> Colour:
    """The colour itself if it can be read on `on`, else its nearest shade or tint that can (XB-35).

    There is always one: black or white has at least 4.58:1 on every ground.
    """
    for step in range(256):
        for end in (BLACK, WHITE):
            candidate = _towards(colour, end, step)
            if contrast(candidate, on) >= READABLE:
                return candidate
    raise AssertionError("black or white can be read on every colour")


def _towards(colour: Colour, end: Colour, step: int) -> Colour:
    def part(start: int, stop: int) -> int:
        return start + round((stop - start) * step / 255)

    return Colour(part(colour.red, end.red), part(colour.green, end.green), part(colour.blue, end.blue))


@dataclass(frozen=True, slots=True)
class Brand:
    """The three tokens made of one brand colour.

    `brand` is the colour as chosen, for surfaces and rules; `text` is black or white, whichever reads on it;
    `strong` is the shade used for links and buttons, readable on white and on `GROUND`, and under white text.
    """

    brand: Colour
    text: Colour
    strong: Colour

    @property
    def adjusted(self) -> bool:
        """Whether another shade than the chosen one stands in for text; the merchant is then told (XB-35)."""
        return self.strong != self.brand

    @property
    def css(self) -> str:
        """The tokens as a style sheet of one rule."""
        return f":root{{--brand:{self.brand.hex};--brand-text:{self.text.hex};--brand-strong:{self.strong.hex}}}\n"


def brand(text: str) -> Brand:
    """Make the tokens of a brand colour written `#rrggbb`; raises `ColourRefused`."""
    colour = parse(text)
    ink = WHITE if contrast(WHITE, colour) >= contrast(BLACK, colour) else BLACK
    return Brand(brand=colour, text=ink, strong=readable(colour, on=GROUND))
