"""How a line names what it is for, written and read in one place: plan, how often, how many (CM-01). Pure."""

import re
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from selvbetjening.kernel.periods import Interval

_EVERY: Final[dict[tuple[str, int], tuple[str, str]]] = {
    ("week", 1): ("ugevis", "weekly"),
    ("month", 1): ("månedsvis", "monthly"),
    ("month", 3): ("kvartalsvis", "quarterly"),
    ("month", 6): ("halvårsvis", "half-yearly"),
    ("month", 12): ("årsvis", "yearly"),
    ("year", 1): ("årsvis", "yearly"),
}
_UNITS: Final = {
    "day": ("dag", "days"),
    "week": ("uge", "weeks"),
    "month": ("måned", "months"),
    "year": ("år", "years"),
}
_WORDS: Final = "|".join(sorted({word for both in _EVERY.values() for word in both}))

_REST: Final = re.compile(r"^(?:Resten af perioden på|Rest of the period on) (?=\S)")
_PART: Final = re.compile(r", \d+ (?:af|of) \d+ (?:dage|days)$")
_DAYS: Final = re.compile(r"^(?:\d+ af \d+ dage på|\d+ of \d+ days on) (?=\S)")
_BACK: Final = re.compile(r"^(?:Tilbage for|Unused time on) (?=\S)")
_OFF: Final = re.compile(r", ((?:[\d.,]+ ?% )?(?:rabat|discount))$")
_COUNT: Final = re.compile(r"^(\d{1,6}) × (?=\S)")
_NAMED: Final = re.compile(
    rf"^(?P<name>.+?) \((?P<every>{_WORDS}|hvert? \d+\. \w+|every \d+ \w+)\)"
    r"(?:, (?P<fee>trinpris|tier fee|grundpris|base fee)|, (?P<count>\d{1,6}) (?P<unit>.+))?$"
)
_LENGTHS: Final = ((28, 31, "month", 1), (89, 92, "month", 3), (181, 184, "month", 6), (365, 366, "year", 1))


class Read(NamedTuple):
    """What a line's text says. `every` is empty where it does not say how often; `pieces` is 1 where not how many.

    `is_fee`: it is what a price has beside its units. `unit` is in the number that the line says it in.
    """

    kind: Literal["whole", "rest", "days", "back"]
    product: str
    pieces: int
    every: str
    unit: str
    off: str
    is_fee: bool = False

    @property
    def name(self) -> str:
        """Product, how often and how many, as the line says it."""
        often = f"{self.product} ({self.every})" if self.every else self.product
        if self.unit:
            return f"{often}, {self.pieces} {self.unit}"
        return f"{self.pieces} × {often}" if self.pieces > 1 else often


def every(*, interval: Interval, language: str) -> str:
    """How often: `årsvis` or `yearly`; `hver 2. måned` or `every 2 months` for others."""
    english = language == "en"
    if words := _EVERY.get((interval.unit, interval.count)):
        return words[english]
    da, en = _UNITS[interval.unit]
    return f"every {interval.count} {en}" if english else f"hver{'t' if da == 'år' else ''} {interval.count}. {da}"


def every_so_many_days(*, days: int) -> str:
    """What a whole period of so many days is called, in Danish; empty for one of no usual length."""
    for least, most, unit, count in _LENGTHS:
        if least <= days <= most:
            return _EVERY[unit, count][0]
    return ""


def translated(*, often: str, language: str) -> str:
    """A word for how often, as a line says it, in another language; unusual ones stay as they are."""
    return next((both[language == "en"] for both in _EVERY.values() if often in both), often)


def described(*, plan: str, interval: Interval, quantity: int, unit: str, language: str) -> str:
    """A plan with how often and how many: `Team (årsvis), 45 brugere`, `45 × Team (årsvis)` where it has no unit."""
    named = f"{plan} ({every(interval=interval, language=language)})"
    if quantity == 1:
        return named
    return f"{named}, {quantity} {unit}" if unit else f"{quantity} × {named}"


def share_of(*, days: int, of: int, language: str) -> str:
    """Which share of a period a line is for: `, 10 af 365 dage`."""
    return f", {days} of {of} days" if language == "en" else f", {days} af {of} dage"


@lru_cache(maxsize=4096)
def read_text(*, text: str) -> Read:
    """Take a line's text apart; the whole of it is the product where it is of no form that is known here."""
    kind: Literal["whole", "rest", "days", "back"] = "whole"
    for found, pattern in (("rest", _REST), ("days", _DAYS), ("back", _BACK)):
        if match := pattern.match(text):
            kind, text = found, text[match.end() :]  # type: ignore[assignment]
            break
    off = ""
    if cut := _OFF.search(text):
        off, text = cut[1], text[: cut.start()]
    text = _PART.sub("", text) if kind != "whole" else text
    often, unit, pieces, fee = "", "", 1, ""
    if named := _NAMED.match(text):
        text, often, unit, fee = named["name"], named["every"], named["unit"] or "", named["fee"] or ""
        pieces = int(named["count"] or 1)
    if many := _COUNT.match(text):
        text, pieces = text[many.end() :], int(many[1])
    return Read(kind, f"{text}, {fee}" if fee else text, pieces, often, unit, off, bool(fee))
