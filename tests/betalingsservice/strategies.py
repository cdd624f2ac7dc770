"""Values that the fields of a table take, for properties."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from betalingsservice.fields import Column, Kind
from betalingsservice.records import Record

LATIN = "".join(chr(code) for code in [*range(0x20, 0x7F), *range(0xA0, 0x100)])
CUSTOMER = "ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ0123456789"


def values_of(column: Column[Any]) -> st.SearchStrategy[Any]:
    """Values that a field takes."""
    match column.kind:
        case Kind.DATE6 | Kind.DATE8:
            days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
            return st.none() | days if column.zero else days
        case Kind.NUMBER | Kind.AMOUNT:
            return st.integers(0, 10**column.length - 1)
        case Kind.DIGITS:
            low = 0 if column.zero else 1
            return st.integers(low, 10**column.length - 1).map(lambda number: f"{number:0{column.length}}")
        case Kind.CODE:
            return st.sampled_from(column.allowed)
        case Kind.CUSTOMER:
            some = st.text(CUSTOMER, min_size=1, max_size=15).filter(lambda text: text.strip("0") != "")
            return some.map(lambda text: text.rjust(15, "0")) if column.filled else some  # type: ignore[attr-defined]
        case _:
            return st.text(LATIN, max_size=column.length).map(lambda text: text.rstrip(" "))


def said(table: type[Record]) -> list[Column[Any]]:
    return [column for column in table.columns if column.kind not in {Kind.CONSTANT, Kind.FILLER}]
