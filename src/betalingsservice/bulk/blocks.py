"""A stream of bytes as blocks of whole lines, each block a matrix of 128 columns: what the column engine works on.

Lines end in LF; a CR before it belongs to the end. Shorter lines are filled with blanks, longer ones are blank in the
matrix: `Block.line` gives every line whole. A line never lies in two blocks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from betalingsservice.bytes_in import LINE_LIMIT
from betalingsservice.records import WIDTH

BLOCK = (WIDTH + 2) * 8192
_LF, _CR = 10, 13
_NOTHING = b" " * WIDTH

Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Block:
    """Some whole lines. `first` is the number of the first one (1-based); `matrix` has one row of 128 bytes a line.

    `lines` holds them without their ends where they differ in length, and is None where each has 128 bytes and CR LF.
    The matrix shows a line of more than 128 bytes as blank.
    """

    data: bytes
    first: int
    matrix: Bytes
    lines: list[bytes] | None

    def __len__(self) -> int:
        return len(self.matrix)

    @cached_property
    def letters(self) -> NDArray[np.bool_]:
        """Where no two bytes in a row are beyond ASCII: such a line is ASCII or certainly not UTF-8."""
        width = WIDTH if self.lines is not None else WIDTH + 2
        flat = self.matrix.reshape(-1) if self.lines is not None else np.frombuffer(self.data, np.uint8)
        places = np.flatnonzero(flat >= 0x80)
        good = np.ones(len(self.matrix), np.bool_)
        good[places[1:][places[1:] == places[:-1] + 1] // width] = False
        return good

    def line(self, index: int) -> bytes:
        """A line of the block as it was, without its end; `index` counts from 0."""
        if self.lines is not None:
            return self.lines[index]
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
            yield _ragged([rest[: LINE_LIMIT + 1]], rest, first)
            first, rest, skipping = first + 1, b"", True
    if rest:
        yield _ragged([rest.removesuffix(b"\r")], rest, first)


def _block(data: bytes, first: int) -> Block:
    width = WIDTH + 2
    if len(data) % width == 0:
        rows = np.frombuffer(data, np.uint8).reshape(-1, width)
        ended = (rows[:, WIDTH] == _CR).all() and (rows[:, WIDTH + 1] == _LF).all()
        if ended and np.count_nonzero(rows == _LF) == len(rows):
            return Block(data, first, rows[:, :WIDTH], None)
    return _ragged(data.replace(b"\r\n", b"\n").split(b"\n")[:-1], data, first)


def _ragged(lines: list[bytes], data: bytes, first: int) -> Block:
    filled = b"".join([line.ljust(WIDTH) for line in lines])
    if len(filled) != WIDTH * len(lines):
        filled = b"".join([line.ljust(WIDTH) if len(line) <= WIDTH else _NOTHING for line in lines])
    return Block(data, first, np.frombuffer(filled, np.uint8).reshape(-1, WIDTH), lines)
