"""A record's table turned into a proof over many lines at once: which of them certainly hold what the table says.

A proof is sound: a line it accepts matches its table's pattern. It may leave a sound line unproven, which costs time
and nothing else: whatever is unproven is read by the ordinary reader. A column class it does not know proves nothing.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from betalingsservice.bulk.cells import Bytes, Cells, Truth
from betalingsservice.fields import (
    AmountColumn,
    CodeColumn,
    Column,
    ConstantColumn,
    CustomerColumn,
    CutTextColumn,
    DayColumn,
    DigitsColumn,
    FillerColumn,
    FreeFillerColumn,
    LongDayColumn,
    NumberColumn,
    ReturnedCustomerColumn,
    TextColumn,
)
from betalingsservice.records import WIDTH, Record

Check = Callable[[Cells], Truth]
_ZERO, _BLANK = 48, 32
_DIGITS = (_ZERO, 9)
_PRINTABLE = (_BLANK, 94)  # of seven bits: 0x20-0x7E and 0xA0-0xFE
_ANYTHING = (0, 255)
_TEXTS = {TextColumn, CutTextColumn, FreeFillerColumn}
_NUMBERS = {DigitsColumn, NumberColumn, AmountColumn}
_DAYS = {DayColumn, LongDayColumn}
_CODES = {CodeColumn, ConstantColumn}
_CUSTOMERS = {CustomerColumn, ReturnedCustomerColumn}
_KNOWN = _TEXTS | _NUMBERS | _DAYS | _CODES | _CUSTOMERS | {FillerColumn}


class Proof:
    """The proof of one record class."""

    def __init__(self, table: type[Record]) -> None:
        self.known = all(type(column) in _KNOWN for column in table.columns)
        columns = table.columns if self.known else ()
        self._plain = _Bounds([(column, _plain(column)) for column in columns])
        self._loose = _Bounds([(column, _loose(column)) for column in columns])
        self._always = [check for column in columns for check in _always(column)]
        self._else = [check for column in columns for check in _otherwise(column)]
        self._nonzero = [_nonzero(column) for column in columns if _may_be_blank(column) and not column.zero]
        self._nonzero += [_nonzero(column) for column in columns if type(column) in _CUSTOMERS]

    def __call__(self, cells: Cells, *, printable: bool = False) -> Truth:
        """One truth a line (none of them longer than 128 in the file); `printable`: every byte is known to be so."""
        if not self.known:
            return np.zeros(len(cells), np.bool_)
        good = self._plain(cells, printable=printable)
        for check in [*self._always, *self._nonzero]:
            good &= check(cells)
        if not good.all():
            left = np.flatnonzero(~good)
            good[left] = self._second_look(cells.take(left))
        return good

    def _second_look(self, cells: Cells) -> Truth:
        good = self._loose(cells)
        for check in [*self._always, *self._else]:
            good &= check(cells)
        return good


_PROOFS: dict[type[Record], Proof] = {}


def proof(table: type[Record]) -> Proof:
    """The proof of a record class, made once."""
    if table not in _PROOFS:
        _PROOFS[table] = Proof(table)
    return _PROOFS[table]


class _Bounds:
    """For each of the 128 columns a lowest byte and how far above it a byte may be."""

    def __init__(self, bounds: list[tuple[Column[Any], list[tuple[int, int]]]]) -> None:
        self._low = np.zeros(WIDTH, np.uint8)
        self._above = np.full(WIDTH, 255, np.uint8)
        self._bits = np.full(WIDTH, 255, np.uint8)
        for column, pairs in bounds:
            for place, (low, above) in enumerate(pairs, start=column.start - 1):
                self._low[place], self._above[place] = low, above
                self._bits[place] = 0x7F if (low, above) == _PRINTABLE else 0xFF
        self._high = self._low + self._above
        text = self._bits == 0x7F
        self._printable = np.where(text, 0, self._low), np.where(text, 255, self._high)

    def __call__(self, cells: Cells, *, printable: bool = False) -> Truth:
        low, high = self._printable if printable else (self._low, self._high)
        if cells.within(low, high):  # nearly always, and far cheaper than row by row
            return np.ones(len(cells), np.bool_)
        seen = cells.rows[:, :WIDTH] & self._bits
        seen -= self._low
        return ~_some(seen > self._above)


def _plain(column: Column[Any]) -> list[tuple[int, int]]:
    # What nearly every line holds: fillers as they are written, customer numbers of digits.
    kind = type(column)
    if kind is FillerColumn:
        return [(byte, 0) for byte in str(column.default).encode("latin-1")]
    if kind in _CUSTOMERS or _may_be_blank(column):
        return [_DIGITS] * column.length
    return _loose(column)


def _loose(column: Column[Any]) -> list[tuple[int, int]]:
    kind = type(column)
    if kind in _CODES:
        choices = [value.encode("latin-1") for value in column.allowed]
        return [(min(bytes_), max(bytes_) - min(bytes_)) for bytes_ in zip(*choices, strict=True)]
    if kind in _TEXTS:
        return [_PRINTABLE] * column.length
    if kind in _DAYS or (kind in _NUMBERS and not _may_be_blank(column)):
        return [_DIGITS] * column.length
    return [_ANYTHING] * column.length


def _may_be_blank(column: Column[Any]) -> bool:
    return type(column) in _NUMBERS and column.blank


def _always(column: Column[Any]) -> list[Check]:
    kind, start, length = type(column), column.start - 1, column.length
    if kind in _CODES and len(column.allowed) > 1:
        values = [value.encode("latin-1") for value in column.allowed]
        return [lambda cells: _any([cells.equals(start, value) for value in values])]
    if kind in _DAYS:
        return [_or_as_first(column, _is_day(start, length, zero=column.zero))]
    if kind in _NUMBERS and not column.zero and not column.blank:
        return [_or_as_first(column, _nonzero(column))]
    return []


def _otherwise(column: Column[Any]) -> list[Check]:
    kind, start, length = type(column), column.start - 1, column.length
    if kind is FillerColumn:
        return [lambda cells: cells.equals(start, b" " * length) | cells.equals(start, b"0" * length)]
    if kind in _CUSTOMERS:
        return [_is_customer(start, length, blank=column.blank)]
    if _may_be_blank(column):
        return [_digits_or_blank(column)]
    return []


def _or_as_first(column: Column[Any], check: Check) -> Check:
    # Most lines say the same as the first: then the first alone is looked at, by the table's own pattern.
    start, length = column.start - 1, column.length

    def same(cells: Cells) -> Truth:
        if len(cells) and cells.same(start, length):
            first = cells.low[start : start + length].tobytes().decode("latin-1")
            return np.full(len(cells), column.matches(first) is not None)
        return check(cells)

    return same


def _nonzero(column: Column[Any]) -> Check:
    start, length = column.start - 1, column.length
    return lambda cells: ~cells.equals(start, b"0" * length)


def _digits_or_blank(column: Column[Any]) -> Check:
    place, start = column.place, column.start - 1

    def check(cells: Cells) -> Truth:
        good: Truth = _every(cells.rows[:, place] - np.uint8(_ZERO) <= 9)
        if not column.zero:
            good &= ~cells.equals(start, b"0" * column.length)
        return good | cells.equals(start, b" " * column.length)

    return check


def _days_of_no_leap_year() -> Truth:
    lengths = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    table = np.zeros(10_000, np.bool_)
    for month, length in enumerate(lengths, start=1):
        table[[day * 100 + month for day in range(1, length + 1)]] = True
    return table


_DAY_AND_MONTH = _days_of_no_leap_year()


def _is_day(start: int, length: int, *, zero: bool) -> Check:
    def check(cells: Cells) -> Truth:
        rows = cells.rows
        day = _number(rows, start, 4)
        year = _number(rows, start + length - 2, 2)
        good: Truth = np.take(_DAY_AND_MONTH, day, mode="clip") | ((day == 2902) & (year % 4 == 0))
        if length == 8:
            good &= _number(rows, start + 4, 2) == 20
        return good | cells.equals(start, b"0" * length) if zero else good

    return check


def _number(rows: Bytes, start: int, length: int) -> NDArray[np.int32]:
    total = np.zeros(len(rows), np.int32)
    for place in range(start, start + length):
        total = total * 10 + (rows[:, place].astype(np.int32) - _ZERO)
    return total


def _customer_classes() -> Bytes:
    table = np.zeros(256, np.uint8)
    table[np.frombuffer("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ".encode("latin-1"), np.uint8)] = 1
    table[_BLANK] = 2
    return table


_CUSTOMER_CLASSES = _customer_classes()


def _is_customer(start: int, length: int, *, blank: bool) -> Check:
    def check(cells: Cells) -> Truth:
        content = cells.rows[:, start : start + length]
        classes = _CUSTOMER_CLASSES[content]
        good: Truth = _every(classes != 0) & _every(classes[:, 1:] >= classes[:, :-1])
        some = _some((content != _ZERO) & (content != _BLANK))
        good = good & some & (classes[:, 0] == 1)
        return good | cells.equals(start, b" " * length) if blank else good

    return check


def _every(cells: Truth) -> Truth:
    result: Truth = np.all(cells, axis=1)
    return result


def _some(cells: Truth) -> Truth:
    result: Truth = np.any(cells, axis=1)
    return result


def _any(truths: list[Truth]) -> Truth:
    result = truths[0]
    for truth in truths[1:]:
        result |= truth
    return result
