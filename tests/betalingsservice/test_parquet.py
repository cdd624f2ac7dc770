"""Parquet written by the library is read by polars, which knows nothing of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO

import polars
import pytest
from hypothesis import given
from hypothesis import strategies as st

from betalingsservice.parquet import Column, ParquetWriter, Value

COLUMNS = {"name": Column.TEXT, "amount": Column.NUMBER, "due": Column.DAY}
ROWS = st.fixed_dictionaries(
    {
        "name": st.none() | st.text(st.characters(codec="utf-8"), max_size=20),
        "amount": st.none() | st.integers(-(2**63), 2**63 - 1),
        "due": st.none() | st.dates(),
    }
)
Row = Mapping[str, Value]


def written(batches: Sequence[Sequence[Row]]) -> BytesIO:
    stream = BytesIO()
    writer = ParquetWriter(stream, columns=COLUMNS)
    for batch in batches:
        writer.write(batch)
    writer.close()
    stream.seek(0)
    return stream


@given(st.lists(st.lists(ROWS, max_size=20), max_size=4))
def test_another_reader_reads_what_was_written(batches: list[list[Row]]) -> None:
    frame = polars.read_parquet(written(batches))
    assert frame.columns == list(COLUMNS)
    assert frame.to_dicts() == [dict(row) for batch in batches for row in batch]


def test_types_are_kept_in_an_empty_file() -> None:
    frame = polars.read_parquet(written([]))
    assert frame.schema == {"name": polars.String, "amount": polars.Int64, "due": polars.Date}
    assert len(frame) == 0


def test_many_row_groups_and_a_missing_column() -> None:
    frame = polars.read_parquet(written([[{"amount": number}] * 300 for number in range(40)]))
    assert frame["amount"].sum() == sum(range(40)) * 300
    assert frame["name"].null_count() == len(frame) == 12_000


def test_a_column_nobody_declared_is_refused() -> None:
    with pytest.raises(KeyError, match="nmae"):
        written([[{"nmae": "x"}]])
    with pytest.raises(TypeError, match="days only"):
        written([[{"due": "2027-01-01"}]])
    assert date(2027, 1, 1) in polars.read_parquet(written([[{"due": date(2027, 1, 1)}]]))["due"]
