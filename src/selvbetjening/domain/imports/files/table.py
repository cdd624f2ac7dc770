"""From bytes to lines of cells: UTF-8, comma or semicolon, nothing guessed, every fault with its line. Pure."""

import csv
from collections.abc import Iterable, Iterator
from itertools import chain

from selvbetjening.domain.imports.files.findings import Finding, Report

_BOM = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class _Lines:
    """The lines as text; counts them, and remembers whether the last one was whole."""

    def __init__(self, lines: Iterable[bytes], file: str, report: Report) -> None:
        self.lines, self.file, self.report = iter(lines), file, report
        self.number, self.whole = 0, True

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self.lines)
        self.number += 1
        self.whole = line.endswith(b"\n")
        if self.number == 1:
            line = line.removeprefix(_BOM)
        if b"\0" in line:
            self.fault("nul", "holds a NUL byte, so it is no text file. Export it again as CSV.")
            line = line.replace(b"\0", b"")
        try:
            return line.decode()
        except UnicodeDecodeError as error:
            found = (
                f"is not UTF-8 (byte {error.start + 1} of the line). Save the file as CSV UTF-8 and import it again."
            )
            self.fault("encoding", found)
            return line.decode(errors="replace")

    def fault(self, code: str, text: str) -> None:
        self.report(Finding(self.file, self.number, "", code, f"the line {text}"))


def records(lines: Iterable[bytes], *, file: str, report: Report) -> Iterator[tuple[int, list[str]]]:
    """Yield each record's first line number (from 1) and its cells; the header comes first, blank lines never.

    The separator is a semicolon when the first line has one, else a comma. Reported, and blocking: `empty`, `encoding`,
    `nul`, `quote` (opened and never closed, or closed in the middle), `line_end` (the last line is cut off).
    """
    raw = iter(lines)
    head = next(raw, b"")
    if head.startswith(_UTF_16):
        report(Finding(file, 1, "", "encoding", "the file is UTF-16. Save it as CSV UTF-8 and import it again."))
        return
    source = _Lines(chain([head], raw), file, report)
    first = next(source)
    if not first.strip():
        report(Finding(file, 1, "", "empty", "the file has no header line. The first line must name the columns."))
        return
    reader = csv.reader(chain([first], source), delimiter=";" if ";" in first else ",", strict=True)
    start = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            report(Finding(file, start, "", "quote", _quote_words(str(error))))
            if not _may_go_on(str(error)):
                return
            cells = []
        if cells and any(cell.strip() for cell in cells):
            yield start, cells
        start = source.number + 1
    if not source.whole:
        words = "the last line does not end with a line break, so the file may be cut off. Export it again, or add one."
        report(Finding(file, source.number, "", "line_end", words))


def _may_go_on(error: str) -> bool:
    """After a quote that swallowed the rest of the file nothing sensible follows."""
    return "unexpected end" not in error and "field larger" not in error


def _quote_words(error: str) -> str:
    if "expected after" in error:
        return 'a quoted value is closed in the middle. Write a quotation mark inside quotes twice: "".'
    if "new-line" in error:
        return "a carriage return stands in the middle of the line. Save the file with ordinary line ends."
    return 'a quotation mark (") is opened here and never closed. Close it, or write it twice inside quotes.'
