"""A Parquet file written as a stream: flat columns of text, whole numbers and days, any of them empty.

Source: the Apache Parquet format, version 1 data pages, plain encoding, gzip. One row group per batch, so memory holds
one batch and the list of what was written. Nothing but the standard library is needed; any Parquet reader reads it.
"""

import struct
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from itertools import groupby
from typing import BinaryIO

Value = str | int | date | None
_MAGIC = b"PAR1"
_DATA_PAGE, _PLAIN, _RLE, _GZIP, _OPTIONAL = 0, 0, 3, 2, 1
_I32, _I64, _BINARY, _LIST, _STRUCT = 5, 6, 8, 9, 12
_EPOCH = date(1970, 1, 1).toordinal()


class Column(Enum):
    """What a column holds: (physical type, converted type, number of the logical type)."""

    TEXT = (6, 0, 1)
    NUMBER = (2, None, None)
    DAY = (1, 6, 6)


class ParquetWriter:
    """Writes batches of rows to a stream that need not seek.

    A row is a mapping from column names to values; a column it does not name is empty. `close` writes the footer:
    without it the file is no Parquet file. Raises KeyError for a column nobody declared.
    """

    def __init__(self, stream: BinaryIO, *, columns: Mapping[str, Column]) -> None:
        self._stream = stream
        self._columns = dict(columns)
        self._at = 0
        self._rows = 0
        self._groups: list[bytes] = []
        self._write(_MAGIC)

    def write(self, rows: Sequence[Mapping[str, Value]]) -> None:
        """Write one row group."""
        strangers = {name for row in rows for name in row} - self._columns.keys()
        if strangers:
            raise KeyError(", ".join(sorted(strangers)))
        if not rows:
            return
        chunks, start = [], self._at
        for name, kind in self._columns.items():
            chunks.append(self._chunk(name, kind, [row.get(name) for row in rows]))
        self._rows += len(rows)
        group = _Struct().list(1, _STRUCT, chunks).number(2, _I64, self._at - start).number(3, _I64, len(rows))
        self._groups.append(group.end())

    def close(self) -> None:
        """Write the footer. The stream stays open."""
        root = _Struct().text(4, "schema").number(5, _I32, len(self._columns)).end()
        schema = [root, *(_schema(name, kind) for name, kind in self._columns.items())]
        footer = (
            _Struct()
            .number(1, _I32, 1)
            .list(2, _STRUCT, schema)
            .number(3, _I64, self._rows)
            .list(4, _STRUCT, self._groups)
            .text(6, "betalingsservice")
            .end()
        )
        self._write(footer + struct.pack("<I", len(footer)) + _MAGIC)

    def _write(self, data: bytes) -> None:
        self._stream.write(data)
        self._at += len(data)

    def _chunk(self, name: str, kind: Column, values: Sequence[Value]) -> bytes:
        # One page per column and row group: header, then how many are present, then the present values.
        present = [value for value in values if value is not None]
        plain = _levels(values) + _PLAIN_VALUES[kind](present)
        packed = zlib.compress(plain, 1, wbits=31)
        page = (
            _Struct().number(1, _I32, len(values)).number(2, _I32, _PLAIN).number(3, _I32, _RLE).number(4, _I32, _RLE)
        )
        header = _Struct().number(1, _I32, _DATA_PAGE).number(2, _I32, len(plain)).number(3, _I32, len(packed))
        head = header.struct(5, page.end()).end()
        start = self._at
        self._write(head + packed)
        meta = (
            _Struct()
            .number(1, _I32, kind.value[0])
            .list(2, _I32, [_zigzag(_PLAIN), _zigzag(_RLE)])
            .list(3, _BINARY, [_binary(name)])
            .number(4, _I32, _GZIP)
            .number(5, _I64, len(values))
            .number(6, _I64, len(head) + len(plain))
            .number(7, _I64, len(head) + len(packed))
            .number(9, _I64, start)
        )
        return _Struct().number(2, _I64, start).struct(3, meta.end()).end()


@dataclass
class _Struct:
    """A Thrift struct in the compact protocol; fields are given in rising order."""

    data: bytearray = field(default_factory=bytearray)
    last: int = 0

    def number(self, place: int, kind: int, value: int) -> "_Struct":
        return self._field(place, kind, _zigzag(value))

    def text(self, place: int, value: str) -> "_Struct":
        return self._field(place, _BINARY, _binary(value))

    def struct(self, place: int, value: bytes) -> "_Struct":
        return self._field(place, _STRUCT, value)

    def list(self, place: int, kind: int, values: Sequence[bytes]) -> "_Struct":
        short = len(values) < 15
        head = bytes([len(values) << 4 | kind]) if short else bytes([0xF0 | kind]) + _varint(len(values))
        return self._field(place, _LIST, head + b"".join(values))

    def end(self) -> bytes:
        return bytes(self.data) + b"\0"

    def _field(self, place: int, kind: int, value: bytes) -> "_Struct":
        self.data += bytes([(place - self.last) << 4 | kind]) + value
        self.last = place
        return self


def _schema(name: str, kind: Column) -> bytes:
    physical, converted, logical = kind.value
    element = _Struct().number(1, _I32, physical).number(3, _I32, _OPTIONAL).text(4, name)
    if converted is not None and logical is not None:
        element.number(6, _I32, converted).struct(10, _Struct().struct(logical, _Struct().end()).end())
    return element.end()


def _levels(values: Sequence[Value]) -> bytes:
    # Definition levels: runs of "there" and "empty", in the hybrid encoding with a bit width of one.
    runs = b"".join(
        _varint(sum(1 for _ in run) << 1) + bytes([there]) for there, run in groupby(values, lambda v: v is not None)
    )
    return struct.pack("<I", len(runs)) + runs


def _texts(values: Iterable[Value]) -> bytes:
    encoded = (str(value).encode() for value in values)
    return b"".join(struct.pack("<I", len(text)) + text for text in encoded)


def _numbers(values: Sequence[Value]) -> bytes:
    return struct.pack(f"<{len(values)}q", *values)


def _days(values: Sequence[Value]) -> bytes:
    days = [value.toordinal() - _EPOCH for value in values if isinstance(value, date)]
    if len(days) != len(values):
        raise TypeError("a column of days holds days only")
    return struct.pack(f"<{len(days)}i", *days)


_PLAIN_VALUES: dict[Column, Callable[[Sequence[Value]], bytes]] = {
    Column.TEXT: _texts,
    Column.NUMBER: _numbers,
    Column.DAY: _days,
}


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _zigzag(value: int) -> bytes:
    return _varint(value << 1 if value >= 0 else (-value << 1) - 1)


def _binary(text: str) -> bytes:
    data = text.encode()
    return _varint(len(data)) + data
