"""The collections of a 0601 file as rows: the 042 lines as they are, with their section and number of text lines."""

from collections.abc import Container, Iterator
from typing import Final, NamedTuple

from betalingsservice.bytes_in import Source, numbered_lines
from betalingsservice.records import WIDTH

SECTIONS: Final = frozenset({"0112", "0117", "0118"})
_TEXTS: Final = (b"BS052", b"BS062")


class CollectionRow(NamedTuple):
    """A 042 line, filled to 128 characters: its line number in the file, its section, and its text lines (052, 062)."""

    line: int
    section: str
    raw: str
    texts: int


def collection_rows(*, source: Source, refused: Container[int] = ()) -> Iterator[CollectionRow]:
    """The collections of a file that was checked, in order and without holding it; `refused` are lines left out.

    Sections without collections that can be made are passed over. Nothing is checked here: that is the reader's.
    """
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
