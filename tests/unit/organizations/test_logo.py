"""A logo is a whole PNG of modest size, and nothing else (SB-09, SEC-140)."""

import struct
import zlib

import pytest

from selvbetjening.config.demo.logo import png
from selvbetjening.domain.organizations.rules import Refused
from selvbetjening.domain.organizations.rules.logo import LARGEST_BYTES, read_png

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def picture(*, wide: int = 2, high: int = 2, rows: bytes | None = None, extra: bytes = b"", depth: int = 8) -> bytes:
    packed = zlib.compress((b"\0" + b"\x10" * wide) * high if rows is None else rows)
    head = struct.pack(">IIBBBBB", wide, high, depth, 0, 0, 0, 0)
    return SIGNATURE + chunk(b"IHDR", head) + extra + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def reason(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read_png(content=content)
    assert refused.value.field == "logo"
    return refused.value.reason


def test_a_whole_png_is_kept() -> None:
    read = read_png(content=png())
    assert (read.width, read.height) == struct.unpack(">II", png()[16:24])
    assert read_png(content=read.png) == read


def test_what_does_not_draw_is_left_out() -> None:
    """SEC-140: EXIF, texts, and whatever hangs behind the picture's end."""
    extra = chunk(b"eXIf", b"where it was taken") + chunk(b"tEXt", b"Author\0somebody")
    read = read_png(content=picture(extra=extra) + b"<script>alert(1)</script>")
    assert read.png == picture()


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"\xff\xd8\xff\xe0JFIF", b"%PDF-1.7", b"RIFF"],
)
def test_everything_else_is_refused_sec_140(content: bytes) -> None:
    """SEC-140: SVG is never taken."""
    assert reason(content) == "not_png"


def test_damage_size_and_bombs() -> None:
    whole = picture()
    for length in range(len(SIGNATURE), len(whole)):
        assert reason(whole[:length]) == "damaged"
    for place in range(len(SIGNATURE), len(whole)):
        flipped = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        assert reason(flipped) in {"damaged", "too_many_pixels"}
    assert reason(picture(wide=1025)) == "too_many_pixels"
    assert reason(picture(wide=0)) == "damaged"
    assert reason(picture(depth=3)) == "damaged"
    assert reason(picture(rows=b"\0\x10")) == "damaged"
    assert reason(picture(rows=b"\0" * 5_000_000)) == "damaged"
    assert reason(SIGNATURE + b"x" * LARGEST_BYTES) == "too_large"
