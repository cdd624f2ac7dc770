"""Which record stands in a line: its data type and its code, never what it says of anybody (annex D.2). Pure."""

import re
from collections.abc import Collection, Iterable
from typing import Final

#: Of a line: `BS`, the data type, and the section or transaction; of the first and the last one the delivery's type.
_HEAD: Final = 20
_WHOLE: Final = (b"002", b"992")
#: Sections, transactions and types of deliveries; other digits there may be somebody's, in a line that has slipped.
_CODES: Final = re.compile(rb"0[126]\d\d")


def record_of(*, head: bytes) -> str:
    """`042 0280` of a line that begins so; the data type alone, or nothing, of one that is not in the format."""
    kind = head[2:5]
    if head[:2] != b"BS" or not kind.isdigit():
        return ""
    code = head[16:20] if kind in _WHOLE else head[13:17]
    return f"{kind.decode()} {code.decode()}" if _CODES.fullmatch(code) else kind.decode()


def records_in(*, pieces: Iterable[bytes], lines: Collection[int]) -> dict[int, str]:
    """The records in these lines, numbered from 1. The file is passed through once, up to the last one wanted."""
    wanted, last = set(lines), max(lines, default=0)
    if not wanted:
        return {}
    found: dict[int, str] = {}
    number, head = 1, b""
    for piece in pieces:
        *ended, rest = piece.split(b"\n")
        for part in ended:
            if number in wanted:
                found[number] = record_of(head=(head + part[:_HEAD])[:_HEAD])
            number, head = number + 1, b""
        head = (head + rest[:_HEAD])[:_HEAD]
        if number > last:
            return found
    if number in wanted and head:
        found[number] = record_of(head=head)
    return found
