"""`calendar 2027`: closed days and deadlines of a year, as a page or as JSON."""

import argparse
import json
import sys

from betalingsservice.calendar import FIRST_YEAR, LAST_YEAR
from betalingsservice.calendar_page import calendar_table, calendar_text
from betalingsservice.commands.arguments import FINE, CommandError, calendar_of, common
from betalingsservice.words import Language, Words

HELP = Words("bankdage og frister i et år", "banking days and deadlines of a year")
_YEARS = Words(f"fra {FIRST_YEAR} til {LAST_YEAR}", f"from {FIRST_YEAR} to {LAST_YEAR}")


def add(parser: argparse.ArgumentParser, language: Language) -> None:
    """The command's own arguments."""
    parser.add_argument("year", type=int, help=_YEARS.into(language))
    parser.add_argument("--json", action="store_true", help=Words("som JSON", "as JSON").into(language))
    parser.add_argument(
        "--table",
        metavar="JSON",
        help=Words("en kalendertabel med rettelser", "a calendar table with corrections").into(language),
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the year."""
    calendar = calendar_of(arguments.table)
    if not FIRST_YEAR <= arguments.year <= LAST_YEAR:
        raise CommandError(Words(f"kalenderen går {_YEARS.da}", f"the calendar goes {_YEARS.en}"))
    if arguments.json:
        table = calendar_table(arguments.year, calendar=calendar)
        sys.stdout.write(json.dumps(table, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write(calendar_text(arguments.year, language=common(arguments).language, calendar=calendar))
    return FINE
