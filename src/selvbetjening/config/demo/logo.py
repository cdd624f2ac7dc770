"""A logo made of nothing but numbers: the company's name in blocks beside three bars of northern light."""

import struct
import zlib
from typing import Final

_LETTERS: Final = {
    "N": "10001 11001 11001 10101 10011 10011 10001", "O": "01110 10001 10001 10001 10001 10001 01110",
    "R": "11110 10001 10001 11110 10100 10010 10001", "D": "11110 10001 10001 10001 10001 10001 11110",
    "L": "10000 10000 10000 10000 10000 10000 11111", "Y": "10001 10001 01010 00100 00100 00100 00100",
    "S": "01111 10000 10000 01110 00001 00001 11110",
}  # fmt: skip
_BARS: Final = (2, 5, 3, 6, 4)
_SCALE: Final = 6
_PALETTE: Final = bytes((255, 255, 255, 11, 107, 79, 69, 196, 142))


def png() -> bytes:
    """A PNG of the word NORDLYS, the ground transparent."""
    grid = [_row(place) for place in range(7)]
    rows = [bytes(value for value in line for _ in range(_SCALE)) for line in grid for _ in range(_SCALE)]
    width, height = len(rows[0]), len(rows)
    packed = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", _PALETTE), (b"tRNS", b"\0"), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _row(place: int) -> list[int]:
    light = [value for high in _BARS for value in (2 if place >= 7 - high else 0, 0)]
    word = [int(bit) for letter in "NORDLYS" for bit in _LETTERS[letter].split()[place] + "0"]
    return [*light, 0, *word[:-1]]


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
