"""A PNG logo wrapped in SVG: the renderer takes only text as in-memory files, and SVG may carry a picture in Base64."""

import base64
import struct
import zlib

BOX_MM = (70, 17)
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


class NotAPicture(ValueError):
    """The bytes are no whole PNG."""


def as_svg(png: bytes) -> str:
    """The picture as SVG text, as large as fits into the letterhead's box, at its left edge.

    Raises NotAPicture for anything but an undamaged PNG. The check is needed here: the renderer leaves out a damaged
    picture inside an SVG without a word.
    """
    _check(png)
    wide, high = BOX_MM
    data = base64.b64encode(png).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}mm" height="{high}mm">'
        f'<image width="{wide}" height="{high}" preserveAspectRatio="xMinYMid meet" '
        f'href="data:image/png;base64,{data}"/></svg>'
    )


def _check(png: bytes) -> None:
    if not png.startswith(_SIGNATURE):
        raise NotAPicture("not a PNG")
    at, size = len(_SIGNATURE), (0, 0)
    while at + 12 <= len(png):
        (length,) = struct.unpack_from(">I", png, at)
        name, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        if png[at + 8 + length : at + 12 + length] != struct.pack(">I", zlib.crc32(name + data)):
            raise NotAPicture("a damaged PNG")
        if name == b"IHDR" and length >= 8:
            size = struct.unpack_from(">II", data)
        if name == b"IEND" and all(size):
            return
        at += 12 + length
    raise NotAPicture("a PNG without an end")
