"""One line of a file, found without reading the others as lines (BP-45)."""

from collections.abc import Iterable
from typing import Final

from betalingsservice.bytes_in import LINE_LIMIT, numbered_lines
from betalingsservice.explain import Explained, explain

_TYPE: Final = slice(16, 20)
_SECTION: Final = slice(13, 17)


def line_in(*, pieces: Iterable[bytes], line: int) -> Explained | None:
    """The line with this number, from 1, of the pieces of a file; None where the file is shorter.

    What a line is depends on the delivery and the section that it stands in. Only ends of lines are counted and the
    latest 002 and 012 looked for, which is some hundred times faster than reading the lines.
    """
    frame, before, rest = ("", ""), 0, b""
    for piece in pieces:
        ended = piece.count(b"\n")
        text = rest + piece
        if before + ended >= line:
            return _in_text(text, line - before, before, frame)
        cut = text.rfind(b"\n") + 1
        frame, before, rest = _passed(text[:cut], frame), before + ended, text[cut : cut + LINE_LIMIT + 1]
    return _in_text(rest, line - before, before, frame)


def _passed(text: bytes, frame: tuple[str, str]) -> tuple[str, str]:
    """The delivery and the section in force after whole lines."""
    delivery, section = frame
    opened = text.rfind(b"\nBS002") + 1
    if opened or text.startswith(b"BS002"):
        delivery, section = _of(text, opened, _TYPE), ""
    inner = text.rfind(b"\nBS012", opened) + 1
    if inner or (not opened and text.startswith(b"BS012")):
        section = _of(text, inner, _SECTION)
    return delivery, section


def _of(text: bytes, start: int, place: slice) -> str:
    return text[start : start + 128].partition(b"\n")[0][place].decode("latin-1")


def _in_text(text: bytes, wanted: int, before: int, frame: tuple[str, str]) -> Explained | None:
    """The line with this number, from 1, of a text that begins with a line."""
    found = b""
    for number, data in numbered_lines(text):
        if number == wanted:
            found = data
            break
    else:
        return None
    above = text.split(b"\n", wanted - 1)[: wanted - 1]
    delivery, section = _passed(b"\n".join([*above, found]), frame)
    return explain(found, delivery=delivery, section=section, number=before + wanted)
