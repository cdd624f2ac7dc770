"""Totals of a delivery, counted without the library on purpose: plain slices at places of the reference (5.4, 6, 7)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

COUNTED = ({"BS012"}, {"BS042"}, {"BS052", "BS062"}, {"BS022"})
SIGNS = {"0236": 55, "0237": 55, "0239": 55, "0297": 58, "0299": 58}  # in 042 of 0602, from 0
PLACES = (20, 31, 57, 83)  # of the counts in 992, from 0


@dataclass
class Sum:
    """What the 042 lines of a delivery come to; `plain` and `net` are øre."""

    delivery: str
    plain: int = 0
    net: int = 0

    def add(self, line: str) -> None:
        if self.delivery == "0601":
            amount = _digits(line[60:73])
            self.plain += amount if line[59] in "12" else 0
            self.net += amount if line[59] == "1" else -amount if line[59] == "2" else 0
        elif self.delivery == "0602":
            amount, code = _digits(line[115:128]), line[13:17]
            disbursed = line[SIGNS[code]] == "2" if code in SIGNS else False
            self.plain += amount
            back = code in {"0239", "0299"}
            self.net += 0 if code == "0238" else -amount if back != disbursed else amount

    def agrees(self, end: str) -> bool:
        """Whether a 992 line states it."""
        if self.delivery not in {"0601", "0602"}:
            return True
        return _digits(end[42:57]) in ({self.net} if self.delivery == "0601" else {self.plain, self.net})


def sum_of(delivery: str, lines: Iterable[str]) -> Sum:
    """The sum of the 042 lines among some."""
    found = Sum(delivery)
    for line in lines:
        if line[2:5] == "042":
            found.add(line)
    return found


def independent_totals(data: bytes) -> Iterator[tuple[bool, bool]]:
    """Per delivery with a 992 of 0601, 0602 or 0603: whether its counts are those of the lines, and its amount."""
    counts, found = [0, 0, 0, 0], Sum("")
    for content in data.split(b"\n"):
        line = _text(content.removesuffix(b"\r")).ljust(128)
        kind = line[:5]
        if kind == "BS002":
            counts, found = [0, 0, 0, 0], Sum(line[16:20])
        for place, kinds in enumerate(COUNTED):
            counts[place] += kind in kinds
        if kind == "BS042":
            found.add(line)
        if kind == "BS992" and found.delivery in {"0601", "0602", "0603"}:
            stated = [_digits(line[start : start + 11]) for start in PLACES]
            yield stated == counts, found.agrees(line)


def _text(line: bytes) -> str:
    # A line that only fits as UTF-8 is read as that.
    if len(line) > 128:
        try:
            text = line.decode("utf-8")
            text.encode("latin-1")
        except UnicodeError:
            return line.decode("latin-1")
        if len(text) <= 128:
            return text
    return line.decode("latin-1")


def _digits(content: str) -> int:
    return int(content) if content.isascii() and content.isdigit() else 0
