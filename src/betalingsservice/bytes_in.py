"""Bytes as lines: numbered, without their ends, in constant memory, however the bytes come."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import BinaryIO

LINE_LIMIT = 65536
BOM = b"\xef\xbb\xbf"
_PIECE = 1 << 20

Source = bytes | BinaryIO | Iterable[bytes]


def numbered_lines(source: Source) -> Iterator[tuple[int, bytes]]:
    """The lines of a file, of bytes, or of pieces of bytes, as (number from 1, content); ends CR LF or LF (section 4).

    A line longer than LINE_LIMIT is given as its first LINE_LIMIT + 1 bytes: nobody may fill the memory with one line.
    """
    number, rest, skipping = 0, b"", False
    for piece in _pieces(source):
        lines = (rest + piece).split(b"\n")
        rest = lines.pop()
        for line in lines:
            if skipping:
                skipping = False
                continue
            number += 1
            yield number, _ended(line)
        if skipping:
            rest = b""
        elif len(rest) > LINE_LIMIT + 1:
            number += 1
            yield number, rest[: LINE_LIMIT + 1]
            rest, skipping = b"", True
    if rest and not skipping:
        yield number + 1, _ended(rest)


def _ended(line: bytes) -> bytes:
    return (line[:-1] if line.endswith(b"\r") else line)[: LINE_LIMIT + 1]


def _pieces(source: Source) -> Iterable[bytes]:
    if isinstance(source, bytes):
        source = BytesIO(source)
    if hasattr(source, "read"):
        return iter(lambda: source.read(_PIECE), b"")
    return source
