"""`explain FILE[:LINE]`: what each line is, and each of its fields."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from betalingsservice.bytes_in import BOM, numbered_lines
from betalingsservice.calendar_page import aligned
from betalingsservice.commands.arguments import FINE, FOUND, STDIN, CommandError, common, opened
from betalingsservice.explain import Explained, ExplainedField, explain
from betalingsservice.rows import written
from betalingsservice.words import Language, Words

HELP = Words("forklar hver linje i en fil, felt for felt", "explain each line of a file, field by field")
_LINE = Words("Linje", "Line")
_SECTION = Words("sektion", "section")
_UNREADABLE = Words("kan ikke læses", "cannot be read")


def add(parser: argparse.ArgumentParser, language: Language) -> None:
    """The command's own arguments."""
    about = Words("filen, fx D1.601 eller D1.601:12", "the file, such as D1.601 or D1.601:12")
    parser.add_argument("file", metavar="FILE[:LINE]", help=about.into(language))


def run(arguments: argparse.Namespace) -> int:
    """Print the explanation; exit code 1 when a line has a fault of its own."""
    options = common(arguments)
    name, only = _target(arguments.file)
    faults, seen, delivery, section = False, False, "", ""
    with opened(name, options) as stream:
        for number, data in numbered_lines(stream):
            line = data.removeprefix(BOM)
            if line[:5] == b"BS002":
                delivery, section = line[16:20].decode("latin-1"), ""
            elif line[:5] == b"BS012":
                section = line[13:17].decode("latin-1")
            if only not in {None, number}:
                continue
            explained = explain(data, delivery=delivery, section=section, number=number)
            faults, seen = faults or bool(explained.findings), True
            sys.stdout.write("\n".join(_page(explained, number, options.language)) + "\n\n")
            if number == only:
                break
    if not seen:
        which = Words("" if only is None else f"linje {only}", "" if only is None else f"line {only}")
        raise CommandError(Words(f"{name} har ingen {which.da or 'linjer'}", f"{name} has no {which.en or 'lines'}"))
    return FOUND if faults else FINE


def standard_input(argument: str) -> str:
    """An argument such as `-:12` made one that is not taken for an option."""
    return f" {argument}" if argument.startswith(f"{STDIN}:") else argument


def _target(text: str) -> tuple[str, int | None]:
    # A file may have a colon and digits in its name: then it is meant as a whole.
    text = text.strip() if text.startswith(f" {STDIN}:") else text
    name, colon, number = text.rpartition(":")
    if colon and name and number.isascii() and number.isdigit() and (name == STDIN or not Path(text).exists()):
        return name, int(number)
    return text, None


def _page(explained: Explained, number: int, language: Language) -> Iterator[str]:
    place = f", {_SECTION.into(language)} {explained.section}" if explained.section else ""
    where = f" ({explained.delivery}{place})" if explained.delivery else ""
    yield f"{_LINE.into(language)} {number}: {explained.label.into(language)}{where}"
    rows = [_row(field, language) for field in explained.fields]
    if rows:
        yield from aligned(rows)
    if explained.meaning:
        yield f"  = {explained.meaning.into(language)}"
    for finding in explained.findings:
        yield f"  ! {finding.what(language)} {finding.mend(language)}"


def _row(field: ExplainedField, language: Language) -> list[str]:
    column = field.column
    value = _UNREADABLE.into(language) if field.value is None and field.raw.strip(" 0") else _shown(field)
    place = f"{column.start}-{column.end}"
    return [place, column.label.into(language), f"[{_printable(field.raw)}]", value, column.help_text.into(language)]


def _shown(field: ExplainedField) -> str:
    return "" if field.value is None else _printable(str(written(field.value)))


def _printable(text: str) -> str:
    # A file may hold anything; a terminal shall not be told what to do by it.
    return "".join(sign if sign.isprintable() else "·" for sign in text)
