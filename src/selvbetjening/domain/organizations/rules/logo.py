"""Which pictures may be a logo: PNG, whole, small enough; SVG and everything else never (SEC-140)."""

import struct
import zlib
from dataclasses import dataclass
from typing import Final

from selvbetjening.domain.organizations.rules.refusal import Refused

LARGEST_BYTES: Final = 300_000
LARGEST_SIDE: Final = 1024
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_KEPT: Final = {b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"IDAT", b"IEND"}
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
    _unpack(b"".join(data for name, data in chunks if name == b"IDAT"), width * height * _SAMPLES[colour] * depth // 8)
    kept = b"".join(_chunk(name, data) for name, data in chunks if name in _KEPT)
    return Picture(_SIGNATURE + kept, width, height)


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


def _unpack(packed: bytes, at_least: int) -> None:
    """The packed rows must open, and to no more than they need: rows carry a byte each, interlaced ones some more."""
    at_most = at_least + 16 * LARGEST_SIDE + 1024
    opener = zlib.decompressobj()
    try:
        rows = opener.decompress(packed, at_most)
    except zlib.error:
        raise Refused("damaged", field="logo") from None
    if not opener.eof or len(rows) < at_least:
        raise Refused("damaged", field="logo")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
