"""What occurs twice in a file of millions of lines: exact keys of eight bytes, 16 bytes of memory for each.

A key is never a hash: two contents have the same group and key exactly when they are the same.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from betalingsservice.bulk.cells import Bytes, Words, words

Lines = NDArray[np.int64]
_NONE = 0x0F0F0F0F0F0F0F0F
_PAIRS = 0x00FF00FF00FF00FF
_FOURS = 0x0000FFFF0000FFFF


@dataclass(slots=True)
class _Group:
    keys: list[Words] = field(default_factory=list)
    lines: list[Lines] = field(default_factory=list)
    single_keys: list[int] = field(default_factory=list)
    single_lines: list[int] = field(default_factory=list)


class Repeats:
    """Collects keys with their lines, and tells at the end which came before."""

    def __init__(self) -> None:
        self._groups: dict[Hashable, _Group] = defaultdict(_Group)

    def add(self, group: Hashable, keys: Words, lines: Lines) -> None:
        """Many at once."""
        found = self._groups[group]
        found.keys.append(keys)
        found.lines.append(lines)

    def add_one(self, group: Hashable, key: int, line: int) -> None:
        """One of them."""
        found = self._groups[group]
        found.single_keys.append(key)
        found.single_lines.append(line)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """(line, first line) of everything that was there before, in no particular order."""
        for group in self._groups.values():
            yield from _repeated(group)


def _repeated(group: _Group) -> Iterator[tuple[int, int]]:
    keys = np.concatenate([*group.keys, np.array(group.single_keys, np.uint64)])
    if (keys[1:] > keys[:-1]).all() or not _has_repeats(np.sort(keys)):  # sorting alone takes a third of ordering
        return
    lines = np.concatenate([*group.lines, np.array(group.single_lines, np.int64)])
    order = np.argsort(keys)
    sorted_keys = keys[order]
    again = np.flatnonzero(sorted_keys[1:] == sorted_keys[:-1]) + 1
    starts = np.setdiff1d(np.arange(len(keys)), again)
    for at in np.unique(np.searchsorted(starts, again, side="right") - 1):
        end = int(starts[at + 1]) if at + 1 < len(starts) else len(keys)
        same = np.sort(lines[order[starts[at] : end]])
        for line in same[1:]:
            yield int(line), int(same[0])


def _has_repeats(in_order: Words) -> bool:
    return bool((in_order[1:] == in_order[:-1]).any())


def numbers(rows: Bytes, start: int) -> Words:
    """The value of 15 columns of digits, exactly; what it is where there are other characters does not matter."""
    first, last = words(rows, start, 15)
    result: Words = eight_digits(first) // np.uint64(10) * np.uint64(10**8) + eight_digits(last)
    return result


def amounts(rows: Bytes, start: int) -> Words:
    """The value of 13 columns of digits, exactly."""
    first, last = words(rows, start, 13)
    result: Words = eight_digits(first) // np.uint64(1000) * np.uint64(10**8) + eight_digits(last)
    return result


def eight_digits(word: Words) -> Words:
    """The value of eight ASCII digits in each little-endian word: added up in pairs, fours and eights."""
    word = (word & np.uint64(_NONE)) * np.uint64(2561) >> np.uint64(8)
    word = (word & np.uint64(_PAIRS)) * np.uint64(6553601) >> np.uint64(16)
    result: Words = (word & np.uint64(_FOURS)) * np.uint64(42949672960001) >> np.uint64(32)
    return result
