"""File names: which are accepted, which are temporary, which are the same (annex C.2, C.4). A name is data only."""

import unicodedata
from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import Final
from uuid import UUID

from selvbetjening.domain.deliveries.rules.refused import Refused

#: What clients call a file while they send it; never delivered under such a name.
TEMPORARY: Final = (
    "*.filepart", "*.part", "*.tmp", "*.temp", "*.cyberducksegment*", ".in.*", "~*", ".*",
)  # fmt: skip
_LONGEST: Final = 200
_FORBIDDEN: Final = frozenset("/\\")
#: Bidirectional controls and other invisible signs make one name look like another.
_UNSEEN: Final = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def accept(*, name: str) -> str:
    """The name in NFC. Raises `Refused("bad_name")`: 1–200 bytes, nothing unseen, no slash, no blank at the ends.

    A leading dot is fine while it is being sent: such a name is temporary. `.` and `..` are no names.
    """
    found = unicodedata.normalize("NFC", name)
    seen = all(unicodedata.category(sign) not in _UNSEEN and sign not in _FORBIDDEN for sign in found)
    ends = found == found.strip() and not found.endswith(".")
    if not seen or not ends or not 1 <= len(found.encode("utf-8", "surrogatepass")) <= _LONGEST:
        raise Refused("bad_name")
    return found


def is_temporary(*, name: str, patterns: Sequence[str] = TEMPORARY) -> bool:
    """Whether it is a name under which nothing is ever delivered; `patterns` are in small letters."""
    folded = name.casefold()
    return any(fnmatchcase(folded, pattern) for pattern in patterns)


def clash_key(*, name: str) -> str:
    """Two names with the same key are the same file to somebody: `A.txt` and `a.TXT` (C.2)."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def receipt_name(*, original: str, delivery: str, kind: str, issue: int, ending: str) -> str:
    """`<original>.<delivery>.K2.json`; a later receipt of the same kind is `.K2-2` and so on (D.2).

    The original is cut so that the whole stays a name; it was accepted by `accept` before.
    """
    tail = f".{delivery}.{kind}{f'-{issue}' if issue > 1 else ''}.{ending}"
    head = original.encode()[: _LONGEST - len(tail)].decode("utf-8", "ignore").rstrip()
    return f"{head}{tail}"


def named_in_receipt(*, name: str) -> UUID | None:
    """The delivery in a name of `receipt_name`; None in any other."""
    parts = name.rsplit(".", 3)
    try:
        return UUID(parts[1]) if len(parts) == 4 else None
    except ValueError:
        return None
