"""The frame of a file, read in passing: which deliveries and sections it has, how many lines, and its SHA-256. Pure.

It looks at the few lines that begin or end something; the rest is the checker's. So a million lines cost little more
than their hash.
"""

import hashlib
import re
from dataclasses import dataclass, field
from typing import Final

from selvbetjening.domain.deliveries.rules.kinds import odd_sign, torn_line

_FRAME = re.compile(rb"(?:\A|(?<=\n))(?:\xef\xbb\xbf)?BS(002|012|992)([^\n]{0,123})")
#: A file of more deliveries or PBS numbers than this is refused: of the rest nothing is looked at (`is_cut`).
MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Head:
    """A 002: who made which delivery. `subsystem` is BS1 in production and KR9 in tests."""

    supplier: str
    subsystem: str
    type: str
    identification: str

    @property
    def key(self) -> str:
        """The business identity of a delivery (annex D.3)."""
        return f"{self.supplier}:{self.subsystem}:{self.type}:{self.identification}"


@dataclass(frozen=True, slots=True)
class Declared:
    """What the 992 lines say of themselves, summed: numbers of records as the sender counted them."""

    sections: int = 0
    collections: int = 0
    texts: int = 0
    names: int = 0


@dataclass(slots=True)
class Counted:
    """Records of the file: 042 of collections and of mandates (0605), and lines of text (052, 062)."""

    collections: int = 0
    mandates: int = 0
    texts: int = 0


@dataclass(slots=True)
class Outline:
    """Feed it the bytes in order, in pieces of any size, then `finish`. `odd_line` is the first one that is no text.

    `is_cut`: there are more deliveries or PBS numbers than `MOST`, and `heads` or `pbs_numbers` are not all of them.
    """

    size: int = 0
    lines: int = 0
    sections: int = 0
    odd_line: int = 0
    is_cut: bool = False
    heads: list[Head] = field(default_factory=list)
    pbs_numbers: list[str] = field(default_factory=list)
    declared: Declared = field(default_factory=Declared)
    counted: Counted = field(default_factory=Counted)
    _digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    _rest: bytes = b""
    _last: bytes = b""
    _type: str = ""

    @property
    def sha256(self) -> str:
        """Of all bytes so far."""
        return self._digest.hexdigest()

    def feed(self, piece: bytes) -> None:
        """Take the next bytes."""
        self._digest.update(piece)
        self.size += len(piece)
        if not self.odd_line:
            self.odd_line = self._odd(piece)
        self.lines += piece.count(b"\n")
        whole, newline, rest = piece.rpartition(b"\n")
        if not newline:
            # One endless line must not fill the memory: its beginning is all that counts.
            self._rest = (self._rest + rest)[:4096]
        else:
            self._look(self._rest + whole + b"\n")
            self._rest = rest[:4096]
        self._last = piece[-1:] or self._last

    def _odd(self, piece: bytes) -> int:
        """The first line of the piece that is no text, 0 for none."""
        if (at := odd_sign(piece=piece)) is not None:
            return self.lines + piece.count(b"\n", 0, at) + 1
        if b"\0" in piece or b"\0" in self._rest:
            text = self._rest + piece
            if (at := torn_line(text=text)) is not None:
                return self.lines + text.count(b"\n", 0, at) + 1
        return 0

    def finish(self) -> None:
        """Look at a last line without an end, too."""
        if self._last != b"\n" and self.size:
            self.lines += 1
            self._look(self._rest)
        self._rest = b""

    def _look(self, text: bytes) -> None:
        at = 0
        for found in _FRAME.finditer(text):
            self._count(text, at, found.start())
            at = found.end()
            # A NUL makes the file refused; what is told of it must still fit into a row.
            line = found[2].replace(b"\0", b"?").decode("latin-1").rstrip("\r").ljust(123)
            match found[1]:
                case b"002":
                    self._type = line[11:15]
                    self.is_cut = self.is_cut or len(self.heads) >= MOST
                    if not self.is_cut:
                        self.heads.append(Head(line[0:8], line[8:11], self._type, line[15:27].strip()[:10] or "0"))
                case b"012":
                    self.sections += 1
                    if line[0:8] not in self.pbs_numbers:
                        self.is_cut = self.is_cut or len(self.pbs_numbers) >= MOST
                        if not self.is_cut:
                            self.pbs_numbers.append(line[0:8])
                case b"992":
                    self._add(line)
        self._count(text, at, len(text))

    def _count(self, text: bytes, start: int, end: int) -> None:
        """The records between two lines of the frame; `start` is the beginning of a line or the end of the last one."""

        def lines(kind: bytes) -> int:
            first = start == 0 and text.startswith(kind)
            return text.count(b"\n" + kind, start, end) + first

        records = lines(b"BS042")
        if self._type == "0605":
            self.counted.mandates += records
        else:
            self.counted.collections += records
        self.counted.texts += lines(b"BS052") + lines(b"BS062")

    def _add(self, line: str) -> None:
        before = self.declared
        self.declared = Declared(
            before.sections + _number(line[15:26]), before.collections + _number(line[26:37]),
            before.texts + _number(line[52:63]), before.names + _number(line[78:89]),
        )  # fmt: skip


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0
