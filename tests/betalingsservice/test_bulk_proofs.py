"""A proof of the column engine accepts no line that the table's own pattern refuses, and nearly all it accepts."""

from datetime import date, timedelta
from io import BytesIO
from itertools import pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betalingsservice import columns
from betalingsservice.bulk.blocks import Block, blocks
from betalingsservice.bulk.cells import Cells, equals, extremes, words
from betalingsservice.bulk.proofs import Proof
from betalingsservice.bytes_in import numbered_lines
from betalingsservice.fields import Column, CustomerColumn, NumberColumn, TextColumn
from betalingsservice.records import Record
from betalingsservice.words import Words

NAME = Words("felt", "field")


class Everything(Record):
    """A table with every class of column."""

    system = columns.system()
    record_type = columns.record_type("042")
    pbs_number = columns.pbs_number()
    transaction = columns.transaction("0280", "0285")
    reserved = columns.filler(18, 5)
    zeros = columns.filler(23, 3, "0")
    customer = columns.customer(26)
    returned = columns.returned_customer(41, blank=True)
    mandate = columns.mandate(56)
    short_day = columns.day(65, NAME)
    long_day = columns.long_day(71, NAME, required=True)
    count = columns.number(79, 4, NAME)
    optional = NumberColumn(83, 6, NAME, zero=False, blank=True)
    free = columns.free_filler(89, 10)
    reference = columns.cut_text(99, 10, NAME)
    text = columns.text(109, 20, NAME)


def contents(column: Column[object], chance: Random) -> list[str]:
    """Contents of a field, many of them nearly right."""
    length, found = column.length, [*column.allowed]
    for _ in range(150):
        size = chance.randint(1, length)
        digits = "".join(chance.choices("0123456789", k=length))
        day = date(2000, 1, 1) + timedelta(days=chance.randrange(36_525))
        found += [digits, f"{day:%d%m%y}"[:length].ljust(length, "0"), f"{day:%d%m%Y}"[:length].ljust(length, "0")]
        customer = "".join(chance.choices("0123456789AZÆØÅ", k=size))
        found += [customer.ljust(length), customer.rjust(length, "0")]
        found.append("".join(chance.choices(" 09AZÆØÅæ~\x00\x7f\x80\x9f\xa0\xfe\xff", k=length)))
        found.append("".join(chance.choices(" Aå~\xa0\xfe", k=length)))
    days = ["290224", "290225", "29022024", "29022025", "29022100", "31042027", "01011999", "310426", "320126"]
    return [*found, " " * length, "0" * length, "X" * length, *(day for day in days if len(day) == length)]


POOLS = [contents(column, Random(7)) for column in Everything.columns]
SOUND = [
    [content for content in pool if column.matches(content)]
    for column, pool in zip(Everything.columns, POOLS, strict=True)
]


@st.composite
def lines(draw: st.DrawFn) -> str:
    """A line in which at most two fields are wrong."""
    parts = [draw(st.sampled_from(pool)) for pool in SOUND]
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.integers(0, len(parts) - 1))
        parts[place] = draw(st.sampled_from(POOLS[place]))
    return "".join(parts)


def matrix(raw: list[str]) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    return np.frombuffer("".join(raw).encode("latin-1"), np.uint8).reshape(-1, 128)


@given(st.lists(lines(), max_size=8))
def test_a_proof_says_what_the_pattern_says(raw: list[str]) -> None:
    proven = Proof(Everything)(Cells(matrix(raw))).tolist()
    expected = [Everything.of(line).is_clean for line in raw]
    wrong = [line for line, one, other in zip(raw, proven, expected, strict=True) if one and not other]
    assert wrong == []
    unproven = [line for line, one, other in zip(raw, proven, expected, strict=True) if other and not one]
    assert all("ÿ" in line for line in unproven)


def test_a_field_with_a_rule_of_its_own_proves_nothing() -> None:
    class Odd(CustomerColumn):
        pass

    class Table(Record):
        odd = Odd(1, 15, NAME)
        rest = TextColumn(16, 113, NAME)

    line = "A".ljust(128)
    assert Table.of(line).is_clean
    assert Proof(Table)(Cells(matrix([line]))).tolist() == [False]


@pytest.mark.parametrize("length", [1, 5, 8, 9, 15, 30])
@pytest.mark.parametrize("start", [0, 60, 98])
def test_words_are_equal_where_the_bytes_are(start: int, length: int) -> None:
    rows = np.random.default_rng(7).integers(0, 2, (400, 128), np.uint8) + np.uint8(48)
    wanted = rows[0, start : start + length].tobytes()
    expected = [row[start : start + length].tobytes() == wanted for row in rows]
    assert equals(rows, start, wanted).tolist() == expected
    same = np.logical_and.reduce([word == word[0] for word in words(rows, start, length)])
    assert same.tolist() == expected


@given(st.integers(0, 2**32), st.integers(0, 140), st.integers(0, 120), st.integers(1, 8))
@settings(max_examples=60)
def test_what_is_known_of_columns_is_what_their_lines_hold(seed: int, size: int, start: int, length: int) -> None:
    dice = np.random.default_rng(seed)
    rows = dice.integers(0, 2, (size, 130), np.uint8) * dice.integers(0, 2, 130, np.uint8) + np.uint8(ord("0"))
    rows[:, 100] = dice.integers(0, 256, size)
    cells, part = Cells(rows), rows[:, start : start + length]
    low, high = extremes(rows)
    assert all((low <= line).all() and (line <= high).all() for line in rows)
    assert size == 0 or all(low[at] in rows[:, at] and high[at] in rows[:, at] for at in range(130))
    for content in (b"0" * length, b"9" * length, rows[size // 2, start : start + length].tobytes() if size else b""):
        assert cells.equals(start, content).tolist() == [line[: len(content)].tobytes() == content for line in part]
    assert size == 0 or cells.same(start, length) == (len({line.tobytes() for line in part}) == 1)
    assert size == 0 or cells.digits(start, length) == all(line.tobytes().isdigit() for line in part)


@given(st.integers(0, 2**32), st.sampled_from([1, 31, 2047, 2048, 2049, 4100]), st.booleans())
@settings(max_examples=25)
def test_a_survey_says_what_each_line_holds(seed: int, size: int, ended: bool) -> None:
    dice = Random(seed)
    lines = [bytearray(b"A" * 128) for _ in range(size)]
    for _ in range(dice.randrange(4)):
        line, place = dice.choice(lines), dice.randrange(128)
        line[place : place + 2] = bytes(
            dice.choices(b" ~\x0b\x1f\x7f\x80\x9f\xa0\xe6\xfe\xff", k=2 if place < 127 else 1)
        )
    whole = b"".join(bytes(line) + b"\r\n" * ended for line in lines)
    cells = np.frombuffer(whole, np.uint8).reshape(-1, 130 if ended else 128)
    block = next(blocks(BytesIO(whole), size=len(whole))) if ended else Block(whole, 1, cells, None)
    assert block.cells.tolist() == cells.tolist()
    survey = block.survey
    printable = all(0x20 <= byte & 0x7F <= 0x7E for line in lines for byte in line)
    assert survey.printable == printable
    doubled = [any(one >= 0x80 and two >= 0x80 for one, two in pairwise(line)) for line in lines]
    assert not any(letters and wrong for letters, wrong in zip(survey.letters.tolist(), doubled, strict=True))
    if ended:
        assert survey.letters.tolist() == [not wrong for wrong in doubled]


LENGTHS = st.sampled_from([0, 1, 2, 127, 128, 129, 130, 200])
ENDS = st.sampled_from([b"\n", b"\r\n", b"\r\r\n"])


@given(st.lists(st.tuples(LENGTHS, ENDS), min_size=1, max_size=12), st.integers(1, 3000), st.integers(1, 400))
def test_lines_of_any_length_are_rows(parts: list[tuple[int, bytes]], size: int, times: int) -> None:
    data = b"".join(b"%c" % (65 + at) * length + end for at, (length, end) in enumerate(parts)) * times
    expected = [line for _, line in numbered_lines(data)]
    found = list(blocks(BytesIO(data), size=size * times))
    assert [block.line(at) for block in found for at in range(len(block))] == expected
    rows = [row.tobytes() for block in found for row in block.matrix]
    assert rows == [line.ljust(128) if len(line) <= 128 else b" " * 128 for line in expected]
    assert [row.tobytes() for block in found for row in block.beginnings] == [
        line[:128].ljust(128) for line in expected
    ]


def test_every_content_of_every_field_is_judged_as_the_pattern_judges_it() -> None:
    base = [pool[0] for pool in SOUND]
    for place, column in enumerate(Everything.columns):
        raw = ["".join([*base[:place], content, *base[place + 1 :]]) for content in POOLS[place]]
        expected = [column.matches(content) is not None and "ÿ" not in content for content in POOLS[place]]
        assert any(expected) and not all(expected), column.name
        assert Proof(Everything)(Cells(matrix(raw))).tolist() == expected, column.name
        one_by_one = [bool(Proof(Everything)(Cells(matrix([line])))[0]) for line in raw[:30]]
        assert one_by_one == expected[:30], column.name
