"""Files are read exactly or not at all: every fault has its line, and a cut file never passes for a whole one."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selvbetjening.domain.imports.files.fields import Value
from selvbetjening.domain.imports.files.findings import Finding
from selvbetjening.domain.imports.files.layouts import ACCOUNTS, PLAN_TERMS, RECIPIENTS, SUBSCRIPTIONS, Layout
from selvbetjening.domain.imports.files.parse import rows
from selvbetjening.domain.imports.files.table import records

HEADER = "account_code;party_type;name\n"
#: What breaks readers of such files, and letters of several bytes; few enough to be drawn quickly on a busy machine.
LETTER = st.sampled_from("aZ0 \"';,|=+-@\n\tæØå€日😀\u00a0\u0301")
CELL = st.text(LETTER, max_size=8)
#: The first cell is never blank: a row of blank cells is no row.
ROW = st.tuples(st.builds("x{}".format, CELL), CELL, CELL)
TABLE = st.lists(ROW, min_size=1, max_size=5)


def read(content: bytes) -> tuple[list[list[str]], list[Finding]]:
    found: list[Finding] = []
    lines = list(records(io.BytesIO(content), file="x.csv", report=found.append))
    return [cells for _, cells in lines], found


def parse(text: str | bytes, layout: Layout = ACCOUNTS) -> tuple[list[tuple[int, dict[str, Value]]], list[Finding]]:
    found: list[Finding] = []
    content = text.encode() if isinstance(text, str) else text
    made = [(row.line, dict(row.values)) for row in rows(io.BytesIO(content), layout=layout, report=found.append)]
    return made, found


def places(found: list[Finding]) -> list[tuple[int, str, str]]:
    return [(finding.line, finding.column, finding.code) for finding in found]


def written(table: list[tuple[str, ...]], delimiter: str, end: str) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    writer.writerow(("a", "b", "c"))
    writer.writerows(table)
    return out.getvalue().encode()


@given(table=TABLE, delimiter=st.sampled_from(";,"), end=st.sampled_from(["\n", "\r\n"]), bom=st.booleans())
def test_what_was_written_is_read(table: list[tuple[str, ...]], delimiter: str, end: str, bom: bool) -> None:
    content = (b"\xef\xbb\xbf" if bom else b"") + written(table, delimiter, end)
    assert read(content) == ([["a", "b", "c"], *(list(row) for row in table)], [])


@given(table=TABLE, delimiter=st.sampled_from(";,"), end=st.sampled_from(["\n", "\r\n"]), data=st.data())
def test_a_file_cut_at_any_byte_is_a_fault_or_whole_lines(
    table: list[tuple[str, ...]], delimiter: str, end: str, data: st.DataObject
) -> None:
    whole = written(table, delimiter, end)
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    expected = [["a", "b", "c"], *(list(row) for row in table)]
    got, found = read(cut)
    if not found:
        assert cut.endswith(b"\n") and got == expected[: len(got)]


def test_every_byte_of_a_small_file() -> None:
    whole = written([("1", "æ", 'a"b'), ("2", "x;y", "z\nz"), ("3", "", "")], ";", "\r\n")
    expected, none = read(whole)
    assert not none
    for length in range(len(whole)):
        got, found = read(whole[:length])
        assert found or got == expected[: len(got)], whole[:length]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [(1, "", "empty")]),
        (b"\n", [(1, "", "empty")]),
        (b"\xff\xfea\x00;\x00", [(1, "", "encoding")]),
        ("a;b\nÅse;x\n".encode("latin-1"), [(2, "", "encoding")]),
        (b"a;b\nx\0y;z\n", [(2, "", "nul")]),
        (b'a;b\n1;2\n"x;y\n3;4\n', [(3, "", "quote")]),
        (b'a;b\n"x"y;z\n3;4\n', [(2, "", "quote")]),
        (b"a;b\r1;2\n", [(1, "", "quote")]),
        (b"a;b\n1;2", [(2, "", "line_end")]),
    ],
)
def test_broken_files_say_where(content: bytes, expected: list[tuple[int, str, str]]) -> None:
    assert places(read(content)[1]) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("account_code;party_type;name;shoe_size\n", [(1, "shoe_size", "unknown_column")]),
        ("account_code;name\n", [(1, "party_type", "missing_column")]),
        ("account_code;party_type;name;name\n", [(1, "name", "double_column")]),
    ],
)
def test_a_header_that_does_not_fit(header: str, expected: list[tuple[int, str, str]]) -> None:
    assert places(parse(header + "1;privat;Anna\n")[1]) == expected


def test_all_faults_of_all_lines_are_told_with_their_lines() -> None:
    text = (
        "account_code;party_type;name;language\n"
        "1;privat;Anna;da\n"
        ";alien;;klingon\n"
        '2;privat;"To\nlinjer";da\n'
        f"3;privat;{'x' * 129};da\n"
        "4;privat;Bo\n"
        "\n"
        "5;virksomhed;Firma;en\n"
    )
    made, found = parse(text)
    assert [(line, len(values)) for line, values in made] == [(2, 20), (3, 16), (4, 19), (6, 19), (9, 20)]
    assert places(found) == [
        (3, "account_code", "required"),
        (3, "party_type", "unknown"),
        (3, "name", "required"),
        (3, "language", "unknown"),
        (4, "name", "characters"),
        (6, "name", "too_long"),
        (7, "", "cells"),
    ]
    assert all(finding.text.endswith(".") for finding in found)


def test_danish_and_plain_values_read_the_same() -> None:
    terms = 'terms_code,plan_code,interval,unit_price,vat_percent\na,p,måned,"1.234,50",25\nb,p,Month,1234.50,25.00\n'
    (_, one), (_, other) = parse(terms, PLAN_TERMS)[0]
    assert {key: one[key] for key in one if key != "terms_code"} == {
        key: other[key] for key in other if key != "terms_code"
    }
    assert (one["unit_price"], one["vat_percent"], one["interval_count"]) == (123450, 2500, 1)
    days = (
        "subscription_code;account_code;terms_code;started_on\na;1;t;31-03-2026\nb;1;t;2026-03-31\nc;1;t;31-02-2026\n"
    )
    made, found = parse(days, SUBSCRIPTIONS)
    assert made[0][1]["started_on"] == made[1][1]["started_on"]
    assert places(found) == [(4, "started_on", "day")]


def test_an_amount_that_could_be_two_is_refused() -> None:
    text = "terms_code;plan_code;interval;unit_price\na;p;år;1.234\nb;p;år;-1\nc;p;år;en\n"
    found = parse(text, PLAN_TERMS)[1]
    assert places(found) == [(2, "unit_price", "amount"), (3, "unit_price", "amount"), (4, "unit_price", "amount")]
    assert found[0].text.endswith("At most two decimals are possible. Write 1234,00 or 1,23.")


@pytest.mark.parametrize(
    ("cell", "way"),
    [
        ("159,201", "Write 159201,00 or 159,20."),
        ("0.005", "Write 0,00."),
        ("159,2015", "Write it as 199,00 or 199.00."),
    ],
)
def test_too_many_decimals_are_called_so(cell: str, way: str) -> None:
    (found,) = parse(f'terms_code,plan_code,interval,unit_price\na,p,month,"{cell}"\n', PLAN_TERMS)[1]
    assert found.text == f"“{cell}” cannot be read as a number for sure. At most two decimals are possible. {way}"


@pytest.mark.parametrize("written", ["ISK", "GBP", "kr."])
def test_prices_are_in_the_currencies_that_are_sold_in(written: str) -> None:
    head = "terms_code;plan_code;interval;unit_price;currency\n"
    (found,) = parse(f"{head}a;p;month;1,00;{written}\n", PLAN_TERMS)[1]
    assert (found.line, found.column, found.code) == (2, "currency", "currency")
    assert "DKK, EUR, SEK, NOK, USD" in found.text
    assert parse(f"{head}a;p;month;1,00;eur\n", PLAN_TERMS)[0][0][1]["currency"] == "EUR"


@pytest.mark.parametrize(
    ("column", "cell", "says"),
    [
        ("tiers", "ti: 1", "“ti: 1” is no step."),
        ("tiers", "10: 1.234 | *: 1", "the amount in “10: 1.234” cannot be read."),
        ("tiers", " | ".join(f"{n}: 1" for n in range(1, 22)), "has more than 20 steps."),
        ("pricing", "gratis", "“gratis” is none of"),
        ("vat_category", "X", "“X” is none of"),
        ("trial_days", "400", "is not a whole number from 0 to 366."),
        ("maximum_quantity", "0", "is not a whole number from 1"),
        ("hidden", "måske", "is neither yes nor no"),
    ],
)
def test_columns_of_terms_in_full_say_what_is_wrong_by_line(column: str, cell: str, says: str) -> None:
    """XB-11, XB-31."""
    head = f"terms_code;plan_code;interval;unit_price;{column}\n"
    (found,) = parse(f"{head}a;p;uge;1,00;{cell}\n", PLAN_TERMS)[1]
    assert (found.line, found.column) == (2, column) and says in found.text


def test_addresses_are_normalised_and_never_repeated_in_a_finding() -> None:
    """LG-01, SEC-147: the same form as at login; a wrong one is not printed."""
    text = "account_code;name;email\n1;A; Anna@EKSEMPEL.example \n2;B;anna(at)eksempel\n"
    made, found = parse(text, RECIPIENTS)
    assert made[0][1]["email"] == "anna@eksempel.example"
    assert places(found) == [(3, "email", "email")] and "anna" not in str(found[0])
