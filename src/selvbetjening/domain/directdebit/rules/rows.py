"""The collections of a 0601 file as rows: the 042 lines as they are, with their section and number of text lines."""

from collections.abc import Collection, Iterator
from io import BytesIO
from typing import BinaryIO, Final, NamedTuple

from betalingsservice.bulk.collections import Part, parts
from betalingsservice.bytes_in import numbered_lines
from betalingsservice.records import WIDTH

SECTIONS: Final = frozenset({"0112", "0117", "0118"})
_TEXTS: Final = (b"BS052", b"BS062")


class CollectionRow(NamedTuple):
    """A 042 line, filled to 128 characters: its line number in the file, its section, and its text lines (052, 062)."""

    line: int
    section: str
    raw: str
    texts: int


class CollectionRows:
    """The collections of a file, read once: row by row, or as blocks of columns (`parts`), which is far faster."""

    def __init__(self, source: bytes | BinaryIO, refused: Collection[int]) -> None:
        self._source, self._refused = source, refused

    def __iter__(self) -> Iterator[CollectionRow]:
        return _rows(self._source, self._refused)

    def parts(self) -> Iterator[Part]:
        """The same collections as blocks of columns."""
        source = BytesIO(self._source) if isinstance(self._source, bytes) else self._source
        return parts(source, sections=SECTIONS, refused=self._refused)


def collection_rows(*, source: bytes | BinaryIO, refused: Collection[int] = ()) -> CollectionRows:
    """The collections of a file that was checked, in order and without holding it; `refused` are lines left out.

    Sections without collections that can be made are passed over. Nothing is checked here: that is the reader's.
    """
    return CollectionRows(source, refused)


def _rows(source: bytes | BinaryIO, refused: Collection[int]) -> Iterator[CollectionRow]:
    section = ""
    line, raw, texts = 0, "", 0
    for number, data in numbered_lines(source):
        head = data[:5]
        if head in _TEXTS:
            texts += 1
            continue
        if line and head in {b"BS042", b"BS022", b"BS012", b"BS092", b"BS002", b"BS992"}:
            yield CollectionRow(line, section, raw, texts)
            line = 0
        if head == b"BS042" and section in SECTIONS and number not in refused:
            line, raw, texts = number, data.decode("latin-1").ljust(WIDTH), 0
        elif head == b"BS012":
            section = data[13:17].decode("latin-1")
    if line:
        yield CollectionRow(line, section, raw, texts)
