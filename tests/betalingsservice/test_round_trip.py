"""Every table: random values in, the same values out; random lines read are the same lines made from their values."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.betalingsservice.strategies import said, values_of

from betalingsservice.fields import DoesNotFitError, Kind, UnreadableError
from betalingsservice.layouts import DELIVERIES
from betalingsservice.lines import line_findings
from betalingsservice.records import WIDTH, Record


def tables() -> Iterator[type[Record]]:
    """Every table, each once."""
    seen: set[type[Record]] = set()
    for delivery in DELIVERIES.values():
        found = [*delivery.starts, delivery.section_start, delivery.section_end, delivery.end]
        for section in delivery.sections.values():
            found += [table for _, choice in section.records.values() for table in choice.values()]
        yield from (table for table in dict.fromkeys(found) if table not in seen)
        seen |= set(found)


TABLES = list(tables())


@pytest.mark.parametrize("table", TABLES, ids=lambda table: f"{table.__module__[-4:]}.{table.__name__}")
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_values_become_a_line_and_the_same_values_again(table: type[Record], data: st.DataObject) -> None:
    values = {column.name: data.draw(values_of(column)) for column in said(table)}
    record = table(**values)
    assert len(record.raw) == WIDTH and record.is_clean
    assert line_findings(table, record.raw, 1, to_bs=True) == []
    assert record.values() == values
    assert {name: getattr(record, name) for name in values} == values
    again = table.of(record.raw.encode("latin-1").decode("latin-1"), 7)
    assert table(**again.values()) == record == again


@pytest.mark.parametrize("table", TABLES, ids=lambda table: f"{table.__module__[-4:]}.{table.__name__}")
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_the_line_s_pattern_says_what_its_fields_say(table: type[Record], data: st.DataObject) -> None:
    """A line passes whole exactly when each of its fields passes; an unreadable field never gives a value."""
    raw = table(**{column.name: data.draw(values_of(column)) for column in said(table)}).raw
    place = data.draw(st.integers(0, WIDTH - 1))
    raw = raw[:place] + data.draw(st.sampled_from(" 0139AzÅæ\x00\x85²٣")) + raw[place + 1 :]
    bad = [column for column in table.columns if column.matches(raw[column.place]) is None]
    assert (table.matches(raw) is None) == bool(bad)
    assert [finding.column for finding in line_findings(table, raw, 1, to_bs=True)] == [each.start for each in bad]
    for column in bad:
        with pytest.raises(UnreadableError):
            column.decode(raw[column.place])


@pytest.mark.parametrize("table", TABLES, ids=lambda table: f"{table.__module__[-4:]}.{table.__name__}")
def test_every_field_is_named_and_every_refusal_is_said(table: type[Record]) -> None:
    assert table.label.da and table.label.en
    for column in table.columns:
        assert column.label.da and column.label.en and column.type in {"N", "X"}
        assert re.compile(column.pattern)
    for column in said(table):
        if (
            column.kind in {Kind.DIGITS, Kind.TEXT, Kind.CODE, Kind.CUSTOMER}
            and type(column).__name__ != "CutTextColumn"
        ):
            with pytest.raises(DoesNotFitError):
                column.encode("9" * (column.length + 1))
        elif column.kind in {Kind.NUMBER, Kind.AMOUNT}:
            for value in (10**column.length, -1):
                with pytest.raises(DoesNotFitError):
                    column.encode(value)
        elif column.kind in {Kind.DATE6, Kind.DATE8}:
            with pytest.raises(DoesNotFitError):
                column.encode(date(1999, 12, 31))


def test_a_table_with_a_hole_or_an_overlap_cannot_be_made() -> None:
    from betalingsservice import columns

    with pytest.raises(TypeError, match="position 8"):
        type("Hole", (Record,), {"a": columns.constant(1, "BS00299", columns.FILLER), "b": columns.filler(9, 120)})
    with pytest.raises(TypeError, match="end at 127"):
        type("Short", (Record,), {"a": columns.filler(1, 127)})


def test_a_record_is_not_changed_and_tells_nothing_in_a_log() -> None:
    """17.2, 6: no name, number or amount comes into a log by way of a record's repr."""
    table = DELIVERIES["0603"].sections["0210"].records["042"][1]["0230"]
    keys = {"pbs_number": "01234560", "group": "1", "customer": "17", "mandate": "1", "told_on": None}
    record = table(transaction="0230", **keys)
    with pytest.raises(AttributeError):
        record.customer = "18"  # type: ignore[attr-defined]
    assert "17" not in repr(record)
    with pytest.raises(TypeError, match="colour"):
        table(transaction="0230", colour="red", **keys)
    with pytest.raises(TypeError, match="needs group"):
        table(transaction="0230", pbs_number="01234560")
