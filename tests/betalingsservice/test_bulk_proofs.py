"""A proof of the column engine accepts no line that the table's own pattern refuses, and nearly all it accepts."""

from datetime import date, timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from betalingsservice import columns
from betalingsservice.bulk.proofs import Proof, equals, words
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
    proven = Proof(Everything)(matrix(raw)).tolist()
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
    assert Proof(Table)(matrix([line])).tolist() == [False]


@pytest.mark.parametrize("length", [1, 5, 8, 9, 15, 30])
@pytest.mark.parametrize("start", [0, 60, 98])
def test_words_are_equal_where_the_bytes_are(start: int, length: int) -> None:
    rows = np.random.default_rng(7).integers(0, 2, (400, 128), np.uint8) + np.uint8(48)
    wanted = rows[0, start : start + length].tobytes()
    expected = [row[start : start + length].tobytes() == wanted for row in rows]
    assert equals(rows, start, wanted).tolist() == expected
    same = np.logical_and.reduce([word == word[0] for word in words(rows, start, length)])
    assert same.tolist() == expected


def test_every_content_of_every_field_is_judged_as_the_pattern_judges_it() -> None:
    base = [pool[0] for pool in SOUND]
    for place, column in enumerate(Everything.columns):
        raw = ["".join([*base[:place], content, *base[place + 1 :]]) for content in POOLS[place]]
        expected = [column.matches(content) is not None and "ÿ" not in content for content in POOLS[place]]
        assert any(expected) and not all(expected), column.name
        assert Proof(Everything)(matrix(raw)).tolist() == expected, column.name
        one_by_one = [bool(Proof(Everything)(matrix([line]))[0]) for line in raw[:30]]
        assert one_by_one == expected[:30], column.name
