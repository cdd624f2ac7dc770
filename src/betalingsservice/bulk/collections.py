"""The 042 lines of a 0601 file as blocks of columns: for whoever lays a million of them into a database.

Nothing is checked here. A collection is given once the lines after it have told how many text lines it has.
"""

from collections.abc import Collection as Container
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from betalingsservice.bulk.blocks import BLOCK, Block, blocks
from betalingsservice.bulk.cells import Bytes, equals

Numbers = NDArray[np.int64]
_TEXTS = (b"BS052", b"BS062")
_ENDS = (b"BS042", b"BS022", b"BS012", b"BS092", b"BS002", b"BS992")  # what ends the lines of a collection
_LINE_DIGITS, _TEXT_DIGITS = 9, 6


@dataclass(frozen=True)
class Part:
    """Some collections: the number of each line, its section (4 bytes), its text lines, and its 128 bytes."""

    lines: Numbers
    sections: Bytes
    texts: Numbers
    rows: Bytes

    def groups(self, places: Sequence[slice]) -> tuple[list[tuple[str, ...]], Numbers]:
        """What occurs in some columns together, each with its section last, and which of it each collection has."""
        cells = np.ascontiguousarray(np.hstack([*(self.rows[:, place] for place in places), self.sections]))
        if not len(cells) or (cells == cells[0]).all():
            found, which = cells[:1], np.zeros(len(cells), np.int64)
        else:
            found, which = np.unique(cells, axis=0, return_inverse=True)
        ends = np.cumsum([*(place.stop - place.start for place in places), 4]).tolist()
        texts = [row.tobytes().decode("latin-1") for row in found]
        keys = [tuple(text[start:end] for start, end in zip([0, *ends], ends, strict=False)) for text in texts]
        return keys, which.reshape(-1)

    def tabbed(self, numbers: Numbers, places: Sequence[slice]) -> bytes:
        """A line of UTF-8 for each: line number, text lines, one of `numbers`, and columns, with tabs between them.

        Backslashes are doubled, as PostgreSQL's COPY reads them; the columns hold no tabs and no line ends.
        """
        tab = np.full((len(self.rows), 1), ord("\t"), np.uint8)
        cells = [_digits(self.lines, _LINE_DIGITS), tab, _digits(self.texts, _TEXT_DIGITS), tab]
        cells.append(_digits(numbers, _LINE_DIGITS))
        for place in places:
            cells += [tab, self.rows[:, place]]
        data = np.hstack([*cells, np.full_like(tab, ord("\n"))]).tobytes()
        data = data.replace(b"\\", b"\\\\") if b"\\" in data else data
        return data if data.isascii() else data.decode("latin-1").encode()


def parts(
    stream: BinaryIO, *, sections: Container[str], refused: Container[int] = (), size: int = BLOCK
) -> Iterator[Part]:
    """The collections of some sections, in order; `refused` are numbers of lines that are left out."""
    reading = _Reading(sections, refused)
    for block in blocks(stream, size=size):
        yield reading.block(block)
    if reading.waiting is not None:
        yield reading.waiting


class _Reading:
    # The section that is open, and the last collection while lines of text may still follow.
    def __init__(self, sections: Container[str], refused: Container[int]) -> None:
        self._wanted = {name.encode("latin-1") for name in sections}
        self._refused = np.fromiter(refused, np.int64, len(refused))
        self._section = b"    "
        self.waiting: Part | None = None

    def block(self, block: Block) -> Part:
        rows = block.beginnings  # a line of more than 128 bytes counts as far as it can be read
        ends = np.flatnonzero(_any(rows, _ENDS))
        counted = np.cumsum(_any(rows, _TEXTS))
        before = self._go_on(int(counted[ends[0]]) if len(ends) else int(counted[-1]), done=bool(len(ends)))
        own = np.flatnonzero(equals(rows, 0, b"BS042"))
        names, wanted = self._sections(rows, own)
        kept = own[wanted & ~np.isin(block.first + own, self._refused)]
        following = np.append(ends, len(rows) - 1)[np.searchsorted(ends, kept, side="right")]
        texts = counted[following] - counted[kept]
        found = Part(block.first + kept, names[np.searchsorted(own, kept)], texts, rows[kept])
        if len(kept) and kept[-1] == ends[-1]:
            self.waiting = _cut(found, slice(-1, None))
            found = _cut(found, slice(0, -1))
        return found if before is None else _joined(before, found)

    def _go_on(self, texts: int, *, done: bool) -> Part | None:
        waiting = self.waiting
        if waiting is None:
            return None
        waiting = Part(waiting.lines, waiting.sections, waiting.texts + texts, waiting.rows)
        self.waiting = None if done else waiting
        return waiting if done else None

    def _sections(self, rows: Bytes, own: Numbers) -> tuple[Bytes, NDArray[np.bool_]]:
        starts = np.flatnonzero(equals(rows, 0, b"BS012"))
        names = [self._section, *(rows[start, 13:17].tobytes() for start in starts.tolist())]
        which = np.searchsorted(starts, own)
        self._section = names[-1]
        table = np.frombuffer(b"".join(names), np.uint8).reshape(-1, 4)
        return table[which], np.array([name in self._wanted for name in names])[which]


def _any(rows: Bytes, heads: Sequence[bytes]) -> NDArray[np.bool_]:
    result = equals(rows, 0, heads[0])
    for head in heads[1:]:
        result |= equals(rows, 0, head)
    return result


def _cut(part: Part, some: slice) -> Part:
    return Part(part.lines[some], part.sections[some], part.texts[some], part.rows[some])


def _joined(one: Part, other: Part) -> Part:
    return Part(
        np.append(one.lines, other.lines),
        np.vstack([one.sections, other.sections]),
        np.append(one.texts, other.texts),
        np.vstack([one.rows, other.rows]),
    )


def _digits(numbers: Numbers, count: int) -> Bytes:
    powers = 10 ** np.arange(count - 1, -1, -1)
    return (numbers[:, None] // powers % 10 + ord("0")).astype(np.uint8)
