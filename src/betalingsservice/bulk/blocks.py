"""A stream of bytes as blocks of whole lines, each block a matrix of 128 columns: what the column engine works on.

Lines end in LF; a CR before it belongs to the end. Shorter lines are filled with blanks, longer ones are blank in the
matrix: `Block.line` gives every line whole. A line never lies in two blocks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from betalingsservice.bulk.cells import Bytes, Truth, extremes
from betalingsservice.bytes_in import LINE_LIMIT
from betalingsservice.records import WIDTH

BLOCK = (WIDTH + 2) * 16384
_LF, _CR = 10, 13
_BLANK = ord(" ")
_PIECE = 2048  # rows at once: so few that they and what is made of them stay in the cache


# For each length of a line: which of the 128 columns it keeps, and what is laid into the others.
_KEEP = np.where(np.arange(WIDTH) < np.arange(WIDTH + 1)[:, None], 0xFF, 0).astype(np.uint8)
_FILL = ~_KEEP & np.uint8(_BLANK)

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Survey:
    """What one pass over whole rows says. `low` is the lowest byte of each column, of seven bits.

    `printable`: whether the first 128 columns hold nothing but 0x20-0x7E and 0xA0-0xFE. `letters`: where no two bytes
    in a row are beyond ASCII: such a line is ASCII or certainly not UTF-8.
    """

    low: Bytes
    printable: bool
    letters: Truth


@dataclass(frozen=True)
class Block:
    """Some whole lines. `first` is the number of the first one (1-based); `cells` has a row of 128 or 130 bytes each.

    `places` says where each begins and ends in `data` where they differ in length, and is None where each has 128 bytes
    and CR LF. The matrix shows a line of more than 128 bytes as blank.
    """

    data: bytes
    first: int
    cells: Bytes
    places: tuple[Places, Places] | None

    def __len__(self) -> int:
        return len(self.cells)

    @property
    def matrix(self) -> Bytes:
        """The lines, without their ends."""
        return self.cells[:, :WIDTH]

    @cached_property
    def survey(self) -> Survey:
        """What can be said of all lines at once."""
        return _surveyed(self.cells)

    @property
    def beginnings(self) -> Bytes:
        """The matrix with the first 128 bytes of lines that have more."""
        if self.places is None or (self.places[1] - self.places[0]).max() <= WIDTH:
            return self.matrix
        return _laid_out(self.data, *self.places, longer=WIDTH)

    def line(self, index: int) -> bytes:
        """A line of the block as it was, without its end; `index` counts from 0."""
        if self.places is not None:
            return self.data[self.places[0][index] : self.places[1][index]]
        start = index * (WIDTH + 2)
        return self.data[start : start + WIDTH]


def blocks(stream: BinaryIO, *, size: int = BLOCK) -> Iterator[Block]:
    """Cut a stream into blocks of about `size` bytes. The last line needs no end; an empty stream has no block.

    Of a line longer than LINE_LIMIT only the beginning is given, as `bytes_in.numbered_lines` does.
    """
    first, rest, skipping = 1, b"", False
    while chunk := stream.read(size):
        if skipping:
            end = chunk.find(b"\n") + 1
            skipping, chunk = not end, chunk[end:] if end else b""
        cut = chunk.rfind(b"\n") + 1
        if cut:
            block = _block(rest + chunk[:cut] if rest else chunk[:cut], first)
            first += len(block)
            yield block
            rest = chunk[cut:]
        else:
            rest += chunk
        if len(rest) > LINE_LIMIT + 1:
            yield _single(rest[: LINE_LIMIT + 1], first)
            first, rest, skipping = first + 1, b"", True
    if rest:
        yield _single(rest.removesuffix(b"\r"), first)


def _block(data: bytes, first: int) -> Block:
    width = WIDTH + 2
    if len(data) % width == 0:
        rows = np.frombuffer(data, np.uint8).reshape(-1, width)
        if (rows[:, WIDTH] == _CR).all() and (rows[:, WIDTH + 1] == _LF).all():
            block = Block(data, first, rows, None)
            if block.survey.low[:WIDTH].min() > _LF or np.count_nonzero(rows == _LF) == len(rows):
                return block
    return _ragged(data, first)


def _single(line: bytes, first: int) -> Block:
    starts, ends = np.zeros(1, np.int64), np.full(1, len(line))
    return Block(line, first, _laid_out(line, starts, ends), (starts, ends))


def _ragged(data: bytes, first: int) -> Block:
    flat = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(flat == _LF)
    starts = np.concatenate([np.zeros(1, np.int64), ends[:-1] + 1])
    ends = ends - ((ends > starts) & (flat[ends - 1] == _CR))
    return Block(data, first, _laid_out(data, starts, ends), (starts, ends))


def _laid_out(data: bytes, starts: Places, ends: Places, *, longer: int = 0) -> Bytes:
    # 128 bytes from each start, and blanks from the end on; of a line that has more the first `longer` bytes.
    lengths = ends - starts
    lengths[lengths > WIDTH] = longer
    windows = sliding_window_view(np.frombuffer(data + b" " * WIDTH, np.uint8), WIDTH)
    cells = np.empty((len(starts), WIDTH), np.uint8)
    for at in range(0, len(starts), _PIECE):
        piece = slice(at, at + _PIECE)
        kept = windows[starts[piece]]
        kept &= _KEEP.take(lengths[piece], axis=0)
        np.bitwise_or(kept, _FILL.take(lengths[piece], axis=0), out=cells[piece])
    return cells


def _surveyed(rows: Bytes) -> Survey:
    width = rows.shape[1]
    lows, highs, letters = [], [], np.ones(len(rows), np.bool_)
    room = np.empty(_PIECE * width, np.uint8)
    for at in range(0, len(rows), _PIECE):
        flat = rows[at : at + _PIECE].reshape(-1)
        seven = np.bitwise_and(flat, 0x7F, out=room[: len(flat)])
        low, high = extremes(seven.reshape(-1, width))
        lows.append(low)
        highs.append(high)
        both = np.bitwise_and(flat[1:], flat[:-1], out=room[: len(flat) - 1])
        if both.max() >= 0x80:
            places = np.flatnonzero(both >= 0x80) + 1
            letters[at + places // width] = False
    low, high = np.min(lows, axis=0), np.max(highs, axis=0)
    return Survey(low, bool(low[:WIDTH].min() >= 0x20 and high[:WIDTH].max() <= 0x7E), letters)
