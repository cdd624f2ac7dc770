"""A stream of bytes as blocks of whole lines, each block a matrix of 128 columns: what the column engine works on.

Lines end in LF; a CR before it belongs to the end. Shorter lines are filled with blanks, longer ones are cut in the
matrix only: `Block.line` gives every line whole. A line never lies in two blocks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

WIDTH = 128
BLOCK = (WIDTH + 2) * 4096
_LF, _CR = 10, 13

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Block:
    """Some whole lines. `first` is the number of the first one (1-based); `matrix` has one row of 128 bytes a line.

    `lines` holds them without their ends where they differ in length, and is None where each has 128 bytes and CR LF.
    """

    data: bytes
    first: int
    matrix: Bytes
    lines: list[bytes] | None

    def __len__(self) -> int:
        return len(self.matrix)

    def line(self, index: int) -> bytes:
        """A line of the block as it was, without its end; `index` counts from 0."""
        if self.lines is not None:
            return self.lines[index]
        start = index * (WIDTH + 2)
        return self.data[start : start + WIDTH]


def blocks(stream: BinaryIO, *, size: int = BLOCK) -> Iterator[Block]:
    """Cut a stream into blocks of about `size` bytes. The last line needs no end; an empty stream has no block."""
    first = 1
    rest: list[bytes] = []
    while chunk := stream.read(size):
        cut = chunk.rfind(b"\n") + 1
        if not cut:
            rest.append(chunk)
            continue
        block = _block(b"".join([*rest, chunk[:cut]]), first)
        rest = [chunk[cut:]]
        first += len(block)
        yield block
    if any(rest):
        yield _block(b"".join(rest), first)


def _block(data: bytes, first: int) -> Block:
    width = WIDTH + 2
    if len(data) % width == 0 and data.count(b"\n") == len(data) // width:
        rows = np.frombuffer(data, np.uint8).reshape(-1, width)
        if (rows[:, WIDTH] == _CR).all() and (rows[:, WIDTH + 1] == _LF).all():
            return Block(data, first, rows[:, :WIDTH], None)
    lines = data.replace(b"\r\n", b"\n").split(b"\n")
    if not lines[-1]:
        lines.pop()
    filled = b"".join([line.ljust(WIDTH) for line in lines])
    if len(filled) != WIDTH * len(lines):
        filled = b"".join([line[:WIDTH].ljust(WIDTH) for line in lines])
    return Block(data, first, np.frombuffer(filled, np.uint8).reshape(-1, WIDTH), lines)
