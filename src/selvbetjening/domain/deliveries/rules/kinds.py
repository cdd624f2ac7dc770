"""What kind of file is it, by its content? Only a delivery in plain text is taken (SEC-79). Pure.

Archives are never unpacked and XML is never parsed, so no bomb, no name in an archive and no entity is ever looked at
(SEC-81, SEC-82): such a file is refused by its first bytes.
"""

import re
from typing import Final

#: So many of the first bytes are enough to tell.
HEAD: Final = 4096
_SIGNS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"PK\x03\x04", "ZIP"), (b"PK\x05\x06", "ZIP"), (b"PK\x07\x08", "ZIP"), (b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!\x1a\x07", "RAR"), (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"%PDF-", "PDF"), (b"\x89PNG\r\n", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"\xd0\xcf\x11\xe0", "Office"),
    (b"\x7fELF", "ELF"), (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"),
)  # fmt: skip
#: The first name in what spreadsheets and texts of today are packed as.
_OFFICE: Final = b"[Content_Types].xml"
_FRAME: Final = re.compile(rb"(?:\A|\n)BS0")
#: Signs that no line of text has; blanks of a transport (end of file, form feed) are let pass, and NUL between lines.
_CONTROL: Final = bytes(sorted({*range(32), 127} - {*b"\0\t\n\r\x0c\x1a"}))
_ODD: Final = re.compile(b"[" + re.escape(_CONTROL) + b"]")
#: What may stand beside a NUL that is only a filling.
_BLANK: Final = b"\0 \t\r\x0c\x1a"


def foreign_kind(*, head: bytes) -> str:
    """What the file is by its first bytes, where it is no text: `ZIP`, `XML`, `PDF` …; empty for text."""
    if head.startswith(b"PK\x03\x04") and _OFFICE in head:
        return "Office (Excel, Word)"
    for sign, kind in _SIGNS:
        if head.startswith(sign):
            return kind
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return "XML" if text.startswith(b"<") and not _FRAME.search(head) else ""


def odd_sign(*, piece: bytes) -> int | None:
    """Where in the piece the first sign stands that is no text, as in a file that is two kinds at once; or None."""
    if len(piece.translate(None, _CONTROL)) == len(piece):
        return None
    found = _ODD.search(piece)
    return found.start() if found else None


def torn_line(*, text: bytes) -> int | None:
    """Where the first NUL stands in a line that has other signs, too; or None. No field and no table takes one.

    `text` begins at the beginning of a line. Each line is looked at once, so hostile ones cost no more than others.
    """
    at = text.find(b"\0")
    while at >= 0:
        end = text.find(b"\n", at)
        end = len(text) if end < 0 else end
        if text[text.rfind(b"\n", 0, at) + 1 : end].strip(_BLANK):
            return at
        at = text.find(b"\0", end)
    return None
