"""`convert FILE --to csv|json|parquet`: one row for each debtor, payment or mandate."""

import argparse
import csv
import io
import json
import sys
from collections.abc import Callable, Iterator
from typing import BinaryIO

from betalingsservice.commands.arguments import FINE, FOUND, CommandError, common, opened, output
from betalingsservice.layouts import DELIVERIES
from betalingsservice.parquet import ParquetWriter, Value
from betalingsservice.reader import steps
from betalingsservice.rows import row, row_columns, written
from betalingsservice.steps import DeliveryOpened, Entry, SectionOpened
from betalingsservice.words import Language, Words

HELP = Words("omform til en tabel: CSV, JSON eller Parquet", "convert to a table: CSV, JSON or Parquet")
BATCH = 50_000  # rows of a Parquet row group

Rows = Iterator[dict[str, Value]]


class Table:
    """The rows of a file. `delivery_type` is known as soon as the first row has been asked for."""

    def __init__(self, stream: BinaryIO) -> None:
        self.faults = False
        self.delivery_type = ""
        self._rows = self._read(stream)
        self._first = next(self._rows, None)

    def __iter__(self) -> Rows:
        if self._first is not None:
            yield self._first
            yield from self._rows

    def _read(self, stream: BinaryIO) -> Rows:
        context: dict[str, Value] = {}
        for step in steps(stream):
            self.faults = self.faults or not step.is_accepted
            if isinstance(step, DeliveryOpened):
                self._open(step)
                context = {"delivery_type": self.delivery_type, "delivery": step.start.raw[20:30]}
            elif isinstance(step, SectionOpened):
                context["section"] = step.kind.number
            elif isinstance(step, Entry) and self.delivery_type:
                yield row(step.records, {"line": step.records[0].number, **context})

    def _open(self, step: DeliveryOpened) -> None:
        number = step.kind.number if step.kind else step.start.raw[16:20]
        if number not in DELIVERIES:
            raise CommandError(
                Words(f"leverancetype {number} kan ikke omformes", f"delivery type {number} cannot be converted")
            )
        if self.delivery_type not in {"", number}:
            raise CommandError(
                Words(
                    f"filen har både {self.delivery_type} og {number}; omform dem hver for sig",
                    f"the file has both {self.delivery_type} and {number}; convert them one by one",
                )
            )
        self.delivery_type = number


def add(parser: argparse.ArgumentParser, language: Language) -> None:
    """The command's own arguments."""
    parser.add_argument("file", help=_FILE.into(language))
    parser.add_argument("--to", choices=sorted(WRITERS), required=True, help=_TO.into(language))
    parser.add_argument("--output", metavar="FILE", help=_OUTPUT.into(language))


def run(arguments: argparse.Namespace) -> int:
    """Write the table; exit code 1 when the file has errors, which `check` explains."""
    if arguments.to == "parquet" and arguments.output is None and sys.stdout.isatty():
        raise CommandError(Words("Parquet kan ikke vises; brug --output", "Parquet cannot be shown; use --output"))
    with opened(arguments.file, common(arguments)) as stream:
        table = Table(stream)
        if not table.delivery_type:
            raise CommandError(Words("filen har ingen leverance", "the file has no delivery"))
        with output(arguments.output, unlike=arguments.file) as target:
            WRITERS[arguments.to](table, target)
    return FOUND if table.faults else FINE


def _write_csv(table: Table, target: BinaryIO) -> None:
    text = io.TextIOWrapper(target, "utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    columns = row_columns(table.delivery_type)
    writer.writerow(columns)
    for each in table:
        writer.writerow([_harmless(written(each.get(name))) for name in columns])
    text.detach()


def _harmless(value: str | int | None) -> str | int | None:
    # A spreadsheet runs what begins like a formula; an apostrophe makes it text.
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value


def _write_json(table: Table, target: BinaryIO) -> None:
    before = "[\n"
    for each in table:
        content = {name: written(value) for name, value in each.items()}
        target.write((before + json.dumps(content, ensure_ascii=False)).encode())
        before = ",\n"
    target.write(b"\n]\n" if before == ",\n" else b"[]\n")


def _write_parquet(table: Table, target: BinaryIO) -> None:
    columns = row_columns(table.delivery_type)
    writer = ParquetWriter(target, columns=columns)
    batch: list[dict[str, Value]] = []
    for each in table:
        batch.append({name: value for name, value in each.items() if name in columns})
        if len(batch) == BATCH:
            writer.write(batch)
            batch = []
    writer.write(batch)
    writer.close()


WRITERS: dict[str, Callable[[Table, BinaryIO], None]] = {
    "csv": _write_csv,
    "json": _write_json,
    "parquet": _write_parquet,
}
_FILE = Words("filen, - for standard input", "the file, - for standard input")
_TO = Words("i hvilken form", "in which form")
_OUTPUT = Words("skriv til en fil", "write to a file")
