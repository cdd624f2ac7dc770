"""Collections as blocks of columns are those of the lines, in sound files and in broken ones, wherever blocks end."""

from io import BytesIO

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.betalingsservice.examples import joined, lines_of, put
from tests.betalingsservice.mutations import mutated

from betalingsservice.bulk.collections import parts
from betalingsservice.bytes_in import numbered_lines
from betalingsservice.generate import Recipe, generate
from betalingsservice.layouts.delivery_0601 import Collection as Line
from betalingsservice.records import WIDTH

SECTIONS = frozenset({"0112", "0117", "0118"})
PLACES = (Line.pbs_number.place, Line.due_on.place, Line.customer.place, Line.amount.place, Line.reference.place)
SOUND = b"".join(generate(Recipe(entries=60, seed=3)))
ENDS = {b"BS042", b"BS022", b"BS012", b"BS092", b"BS002", b"BS992"}
Row = tuple[int, int, str, str]


def line_by_line(data: bytes, refused: set[int]) -> list[Row]:
    """What the blocks must say, slowly: line, text lines, section, the line's 128 characters."""
    found: list[Row] = []
    section, is_open = "    ", False
    for number, content in numbered_lines(data):
        line = content.decode("latin-1")[:WIDTH].ljust(WIDTH)
        if line[:5] in {"BS052", "BS062"} and is_open:
            last = found[-1]
            found[-1] = (last[0], last[1] + 1, *last[2:])
        elif line[:5].encode("latin-1") in ENDS:
            is_open = line[:5] == "BS042" and section in SECTIONS and number not in refused
            if is_open:
                found.append((number, 0, section, line))
        if line[:5] == "BS012":
            section = line[13:17]
    return found


def in_blocks(data: bytes, refused: set[int], size: int) -> list[Row]:
    return [
        (line, texts, section.tobytes().decode("latin-1"), row.tobytes().decode("latin-1"))
        for part in parts(BytesIO(data), sections=SECTIONS, refused=refused, size=size)
        for line, texts, section, row in zip(
            part.lines.tolist(), part.texts.tolist(), part.sections, part.rows, strict=True
        )
    ]


@given(
    st.integers(0, 2**32),
    st.integers(0, 5),
    st.sampled_from([131, 700, 5_000, 1 << 20]),
    st.sets(st.integers(1, 400), max_size=80),
)
@settings(max_examples=60)
def test_blocks_hold_the_collections_of_the_lines(seed: int, changes: int, size: int, refused: set[int]) -> None:
    data = mutated(SOUND, seed=seed, changes=changes)
    assert in_blocks(data, refused, size) == line_by_line(data, refused)


def test_a_line_longer_than_a_block_and_a_file_of_nothing() -> None:
    data = SOUND[:3_000] + b"BS042" + b"9" * 70_000 + b"\r\n" + SOUND[3_000:]
    assert in_blocks(data, set(), 1_000) == line_by_line(data, set())
    assert in_blocks(b"", set(), 1_000) == in_blocks(b"\n", set(), 1_000) == []


def test_what_is_laid_for_a_copy() -> None:
    """Numbers with leading zeros, latin-1 as UTF-8, a backslash doubled."""
    lines = put(put(lines_of("0601"), 6, 74, "ÆØÅ\\n"), 6, 28, "TEST001        ")
    (part,) = parts(BytesIO(joined(lines)), sections=SECTIONS)
    assert part.tabbed(np.array([7, 0]), PLACES).decode().splitlines() == [
        "000000006\t000002\t000000007\t01234560\t01022027\tTEST001        \t0000000014950\t" + "ÆØÅ\\\\n".ljust(31),
        "000000013\t000001\t000000000\t01234560\t01022027\t000000000001025\t0000000030000\t" + "F1002".ljust(30),
    ]
    keys, which = part.groups(PLACES[:2])
    assert (keys, which.tolist()) == ([("01234560", "01022027", "0112")], [0, 0])


def test_every_key_of_a_block_is_told() -> None:
    lines = put(put(lines_of("0601"), 13, 52, "02022027"), 13, 6, "99999993")
    (part,) = parts(BytesIO(joined(lines)), sections=SECTIONS)
    keys, which = part.groups(PLACES[:2])
    assert [keys[each] for each in which] == [("01234560", "01022027", "0112"), ("99999993", "02022027", "0112")]
