"""Which pictures may be a logo: PNG, whole, small enough; SVG and everything else never (SEC-140)."""

import struct
import zlib
from dataclasses import dataclass
from typing import Final

from selvbetjening.domain.organizations.rules.refusal import Refused

LARGEST_BYTES: Final = 300_000
LARGEST_SIDE: Final = 1024
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
#: Chunks that draw, by the most bytes each can need; what a picture has of them more than once or longer is damage.
_DRAWS: Final = {b"PLTE": 768, b"tRNS": 256, b"gAMA": 4, b"sRGB": 1}
_TOO_MUCH: Final = 16_384  # bytes behind the rows that some programs leave; with more it is no picture but a bomb
_PALETTE: Final = 3  # the colour type whose samples are places in the palette
#: The passes of an interlaced picture: first column, first row, and the steps between them.
_PASSES: Final = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_SAMPLES: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # colour type → samples a pixel
_DEPTHS: Final = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}


@dataclass(frozen=True)
class Picture:
    """A checked logo: the bytes to keep and its size in pixels."""

    png: bytes
    width: int
    height: int


def read_png(*, content: bytes) -> Picture:
    """Check every chunk and the packed picture, and return it without what does not draw (EXIF, texts, rests).

    Raises `Refused`: `too_large` (more than 300,000 bytes), `not_png`, `damaged`, `too_many_pixels` (side above 1024).
    """
    if len(content) > LARGEST_BYTES:
        raise Refused("too_large", field="logo")
    if not content.startswith(_SIGNATURE):
        raise Refused("not_png", field="logo")
    chunks = _chunks(content)
    if not chunks or chunks[0][0] != b"IHDR" or len(chunks[0][1]) != 13 or chunks[-1][0] != b"IEND":
        raise Refused("damaged", field="logo")
    width, height, depth, colour, packing, filtering, interlace = struct.unpack(">IIBBBBB", chunks[0][1])
    if not width or not height or depth not in _DEPTHS.get(colour, set()) or packing or filtering or interlace > 1:
        raise Refused("damaged", field="logo")
    if max(width, height) > LARGEST_SIDE:
        raise Refused("too_many_pixels", field="logo")
    drawing = _drawing(chunks[1:], colour)
    bits = _SAMPLES[colour] * depth
    passes = _PASSES if interlace else ((0, 0, 1, 1),)
    needed = sum(_bytes(width - x, height - y, right, down, bits) for x, y, right, down in passes)
    packed = _packed(b"".join(data for name, data in chunks if name == b"IDAT"), needed)
    kept = [chunks[0], *drawing, (b"IDAT", packed), (b"IEND", b"")]
    return Picture(_SIGNATURE + b"".join(_chunk(name, data) for name, data in kept), width, height)


def _chunks(content: bytes) -> list[tuple[bytes, bytes]]:
    """The chunks up to IEND; what follows it is left out, so that no second file hides behind the picture."""
    found: list[tuple[bytes, bytes]] = []
    at = len(_SIGNATURE)
    while at + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        name, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        if content[at + 8 + length : at + 12 + length] != struct.pack(">I", zlib.crc32(name + data)):
            raise Refused("damaged", field="logo")
        found.append((name, data))
        if name == b"IEND":
            return found
        at += 12 + length
    raise Refused("damaged", field="logo")


def _drawing(chunks: list[tuple[bytes, bytes]], colour: int) -> list[tuple[bytes, bytes]]:
    """The chunks beside the rows that draw, each once and no longer than it can be; a palette where one is needed."""
    found = [(name, data) for name, data in chunks if name in _DRAWS]
    names = [name for name, _data in found]
    if any(name == b"IHDR" for name, _data in chunks) or len(set(names)) < len(names):
        raise Refused("damaged", field="logo")
    if any(len(data) > _DRAWS[name] or (name == b"PLTE" and (not data or len(data) % 3)) for name, data in found):
        raise Refused("damaged", field="logo")
    if colour == _PALETTE and b"PLTE" not in names:
        raise Refused("damaged", field="logo")
    return found


def _bytes(width: int, height: int, right: int, down: int, bits: int) -> int:
    """How many bytes the rows of a pass have, each with one that says how it is filtered; a pass can be empty."""
    columns, rows = -(-width // right), -(-height // down)
    return rows * (1 + (columns * bits + 7) // 8) if columns > 0 and rows > 0 else 0


def _packed(packed: bytes, needed: int) -> bytes:
    """The packed rows without whatever hides in or behind them: they must open, and to all that the picture needs."""
    opener = zlib.decompressobj()
    try:
        rows = opener.decompress(packed, needed)
        more = b"" if opener.eof else opener.decompress(opener.unconsumed_tail, _TOO_MUCH)
    except zlib.error:
        raise Refused("damaged", field="logo") from None
    if len(rows) < needed or not opener.eof:
        raise Refused("damaged", field="logo")
    if more:
        return zlib.compress(rows, 9)
    return packed[: len(packed) - len(opener.unused_data)]


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
