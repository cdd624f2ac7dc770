"""`tables`: every field of every line, as Markdown."""

import argparse
import sys
from pathlib import Path

from betalingsservice.commands.arguments import FINE, CommandError, common, output
from betalingsservice.field_page import field_page
from betalingsservice.layouts import DELIVERIES
from betalingsservice.words import Language, Words

HELP = Words("alle felter i alle linjer, som Markdown", "every field of every line, as Markdown")
BEGIN, END = "<!-- fields: made by python -m betalingsservice tables -->", "<!-- end of fields -->"


def add(parser: argparse.ArgumentParser, language: Language) -> None:
    """The command's own arguments."""
    about = Words("kun denne leverancetype", "this delivery type only")
    into = Words("erstat tabellerne i en side", "replace the tables in a page")
    parser.add_argument("--into", metavar="FILE", help=into.into(language))
    parser.add_argument("delivery", nargs="?", choices=sorted(DELIVERIES), help=about.into(language))


def run(arguments: argparse.Namespace) -> int:
    """Print the tables, or put them between the marks of a page."""
    page = field_page(language=common(arguments).language, only=arguments.delivery) + "\n"
    if arguments.into is None:
        sys.stdout.write(page)
        return FINE
    path = Path(arguments.into)
    try:
        text = path.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise CommandError(Words(f"{path} kan ikke læses: {error}", f"{path} cannot be read: {error}")) from None
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise CommandError(
            Words(f"{path} har ikke mærkerne {BEGIN} og {END}", f"{path} lacks the marks {BEGIN} and {END}")
        )
    with output(arguments.into) as stream:
        stream.write(f"{before}{begin}\n\n{page}\n{end}{after}".encode())
    return FINE
