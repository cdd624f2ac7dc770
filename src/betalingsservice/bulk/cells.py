"""Some lines as a matrix of bytes, with the lowest and the highest byte of each column known.

Most columns hold the same in every line, or never what is asked for: then two passes over the matrix answer for all of
them, and no line is looked at by itself.
"""

from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from betalingsservice.records import WIDTH

Bytes = NDArray[np.uint8]
Truth = NDArray[np.bool_]
Words = NDArray[np.uint64]
_AT_ONCE = 32  # rows taken as one: numpy is slow along short ones


def extremes(rows: Bytes) -> tuple[Bytes, Bytes]:
    """The lowest and the highest byte of each column; of no rows at all 255 and 0."""
    width = rows.shape[1]
    whole = len(rows) - len(rows) % _AT_ONCE
    low, high = np.full(width, 255, np.uint8), np.zeros(width, np.uint8)
    if whole:
        long = np.ascontiguousarray(rows[:whole]).reshape(-1, _AT_ONCE * width)
        low = np.minimum.reduce(np.minimum.reduce(long, axis=0).reshape(_AT_ONCE, width), axis=0)
        high = np.maximum.reduce(np.maximum.reduce(long, axis=0).reshape(_AT_ONCE, width), axis=0)
    if whole < len(rows):
        low = np.minimum(low, np.minimum.reduce(rows[whole:], axis=0))
        high = np.maximum(high, np.maximum.reduce(rows[whole:], axis=0))
    return low, high


class Cells:
    """Lines, one row of at least 128 bytes each (what is beyond the 128th is the line's end and is not looked at)."""

    def __init__(self, rows: Bytes) -> None:
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    def take(self, places: NDArray[np.int64]) -> "Cells":
        """Some of the lines, in order; neighbours are not copied."""
        if len(places) and places[-1] - places[0] + 1 == len(places):
            return self if len(places) == len(self.rows) else Cells(self.rows[places[0] : places[-1] + 1])
        return Cells(self.rows.take(places, axis=0))

    @cached_property
    def _extremes(self) -> tuple[Bytes, Bytes]:
        return extremes(self.rows)

    @property
    def low(self) -> Bytes:
        """The lowest byte of each column."""
        return self._extremes[0]

    @property
    def high(self) -> Bytes:
        """The highest byte of each column."""
        return self._extremes[1]

    def within(self, low: Bytes, high: Bytes) -> bool:
        """Whether every line lies between two lines of 128 bytes, column by column."""
        return bool((self.low[:WIDTH] >= low).all() and (self.high[:WIDTH] <= high).all())

    def same(self, start: int, length: int) -> bool:
        """Whether some columns hold the same in all lines; `start` counts from 0."""
        place = slice(start, start + length)
        return self.low[place].tobytes() == self.high[place].tobytes()

    def digits(self, start: int, length: int) -> bool:
        """Whether some columns hold digits in all lines."""
        low, high = self.low[start : start + length], self.high[start : start + length]
        return bool(low.min() >= ord("0") and high.max() <= ord("9"))

    def equals(self, start: int, content: bytes) -> Truth:
        """Where some columns hold exactly these bytes."""
        low, high = (edge[start : start + len(content)].tobytes() for edge in self._extremes)
        if low == content == high:
            return np.ones(len(self.rows), np.bool_)
        if any(map(_is_outside, content, low, high)):
            return np.zeros(len(self.rows), np.bool_)
        return equals(self.rows, start, content)


def _is_outside(byte: int, low: int, high: int) -> bool:
    return not low <= byte <= high


def words(rows: Bytes, start: int, length: int) -> list[Words]:
    """The bytes of some columns as whole numbers that are equal exactly where the bytes are; `start` counts from 0."""
    return [word(rows, place) & mask if mask else word(rows, place) for place, mask in _places(start, length)]


def word(rows: Bytes, start: int) -> Words:
    """Eight columns as whole numbers, side by side in memory: what numpy counts with several times as fast."""
    return np.ascontiguousarray(rows[:, start : start + 8].view("<u8")[:, 0])


@cache
def _places(start: int, length: int) -> tuple[tuple[int, np.uint64 | None], ...]:
    # Where to read eight bytes each, and which of them count; None: all eight.
    if length >= 8:
        return tuple((place, None) for place in (*range(start, start + length - 8, 8), start + length - 8))
    place = min(start, WIDTH - 8)
    mask = bytes(0xFF if start <= place + at < start + length else 0 for at in range(8))
    return ((place, np.uint64(int.from_bytes(mask, "little"))),)


@cache
def _wanted(start: int, content: bytes) -> tuple[np.uint64, ...]:
    row = np.frombuffer((b" " * start + content).ljust(WIDTH), np.uint8).reshape(1, WIDTH)
    return tuple(one[0] for one in words(row, start, len(content)))


def equals(rows: Bytes, start: int, content: bytes) -> Truth:
    """Where some columns hold exactly these bytes, looked at line by line."""
    result = np.ones(len(rows), np.bool_)
    for have, want in zip(words(rows, start, len(content)), _wanted(start, content), strict=True):
        result &= have == want
    return result
