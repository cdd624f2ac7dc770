"""Pictures that must not be taken for a logo, or not with what hides in them (SB-09, SEC-85, SEC-140)."""

import struct
import zlib

import pytest

from selvbetjening.domain.organizations.rules.logo import read_png
from selvbetjening.domain.organizations.rules.refusal import Refused

SIGNATURE = b"\x89PNG\r\n\x1a\n"
HIDDEN = b"PK\x03\x04<script>alert(1)</script>"


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def head(side: int, colour: int, *, interlace: int = 0) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, colour, 0, 0, interlace))


def rows_of(colour: int) -> bytes:
    return b"".join(b"\0" + b"\1" * 4 * (3 if colour == 2 else 1) for _ in range(4))


def png(*, colour: int = 2, packed: bytes | None = None, more: bytes = b"", end: bytes = b"") -> bytes:
    data = chunk(b"IDAT", zlib.compress(rows_of(colour)) if packed is None else packed)
    return SIGNATURE + head(4, colour) + more + data + chunk(b"IEND", end)


def packed_in(content: bytes) -> bytes:
    """What the kept picture's only IDAT unpacks to, nothing behind it."""
    start = content.index(b"IDAT")
    (length,) = struct.unpack_from(">I", content, start - 4)
    opener = zlib.decompressobj()
    rows = opener.decompress(content[start + 4 : start + 4 + length])
    assert opener.eof and not opener.unused_data
    return rows


@pytest.mark.parametrize(
    "content",
    [
        png(packed=zlib.compress(rows_of(2)) + HIDDEN),
        png(packed=zlib.compress(rows_of(2) + HIDDEN, 0)),
        png(end=HIDDEN),
        png(more=chunk(b"tEXt", HIDDEN)),
        png() + HIDDEN,
    ],
    ids=["behind the packed rows", "behind the rows, packed with them", "in the end", "as a text", "behind the end"],
)
def test_no_second_file_hides_in_a_logo_sec_140(content: bytes) -> None:
    """What draws nothing is not kept, wherever it stands; the picture stays what it was."""
    kept = read_png(content=content).png
    assert b"<script>" not in kept and packed_in(kept) == rows_of(2)
    assert read_png(content=kept).png == kept


@pytest.mark.parametrize(
    "content",
    [
        png(more=head(65535, 6)),
        png(colour=3),
        png(colour=3, more=chunk(b"PLTE", b"")),
        png(colour=3, more=chunk(b"PLTE", b"\1" * 4)),
        png(colour=3, more=chunk(b"PLTE", b"\1" * 3) * 2),
        png(more=chunk(b"tRNS", HIDDEN * 20)),
        png(packed=zlib.compress(rows_of(2))[:-2]),
        png(packed=zlib.compress(rows_of(2)[:-1])),
    ],
    ids=["second head", "no palette", "empty", "broken", "two palettes", "too much tRNS", "cut off", "a byte too few"],
)
def test_a_picture_that_no_browser_draws_is_damaged_sec_140(content: bytes) -> None:
    """A second IHDR of 65535 by 65535 pixels; a palette picture without its palette; rows that are not all there."""
    with pytest.raises(Refused) as refused:
        read_png(content=content)
    assert refused.value.reason == "damaged"


def test_palettes_and_interlaced_pictures_are_taken_sb_09() -> None:
    """SB-09: a palette of one colour; 4 by 4 pixels in the five passes that such a small picture has."""
    palette = png(colour=3, more=chunk(b"PLTE", b"\1\2\3") + chunk(b"tRNS", b"\0"))
    assert read_png(content=palette).png == palette
    passes = [(1, 1), (1, 1), (2, 1), (2, 2), (4, 2)]  # columns and rows; the second and third pass are empty
    rows = b"".join((b"\0" + b"\1" * columns) * down for columns, down in passes)
    laced = SIGNATURE + head(4, 0, interlace=1) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    assert read_png(content=laced).png == laced
