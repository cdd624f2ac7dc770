"""Rows laid for the database in blocks are those that are laid one by one."""

from betalingsservice.generate import Recipe, generate
from selvbetjening.domain.directdebit.queries.staging import _copied
from selvbetjening.domain.directdebit.rules.rows import CollectionRow, collection_rows

FILE = b"".join(generate(Recipe(entries=200, seed=8)))


def laid(rows: object) -> list[tuple[object, ...]]:
    """The lines of COPY: line number, text lines, the day they are about, and the columns as text."""
    keys: dict[tuple[str, ...], int] = {}
    text = b"".join(_copied(rows, keys)).decode()  # type: ignore[arg-type]
    days = {number: key for key, number in keys.items()}
    lines = [line.split("\t") for line in text.splitlines()]
    return [(int(line[0]), int(line[1]), days[int(line[2])], *line[3:]) for line in lines]


def test_blocks_and_rows_are_laid_alike() -> None:
    """Letters beyond ASCII, a backslash, two days, lines left out."""
    data = FILE.replace(b"F17 ", b"\xe6\\n\xd8").replace(b"0102202710", b"0202202710", 3)
    refused = {row.line for row in list(collection_rows(source=data))[5:9]}
    rows = list(collection_rows(source=data, refused=refused))
    assert len(rows) == 196 and all(isinstance(row, CollectionRow) for row in rows)
    assert laid(rows) == laid(collection_rows(source=data, refused=refused))
    assert {line[2] for line in laid(rows)} == {
        ("01234560", "00001", "01022027", "0112"),
        ("01234560", "00001", "02022027", "0112"),
    }
    assert any("\\\\" in str(line[-1]) for line in laid(rows))


def test_a_file_without_collections_lays_nothing() -> None:
    assert laid(collection_rows(source=b"")) == laid([]) == []
