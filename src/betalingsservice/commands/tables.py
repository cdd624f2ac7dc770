"""`tables`: every field of every line, as Markdown."""

import argparse
import sys

from betalingsservice.commands.arguments import FINE, common
from betalingsservice.field_page import field_page
from betalingsservice.layouts import DELIVERIES
from betalingsservice.words import Language, Words

HELP = Words("alle felter i alle linjer, som Markdown", "every field of every line, as Markdown")


def add(parser: argparse.ArgumentParser, language: Language) -> None:
    """The command's own arguments."""
    about = Words("kun denne leverancetype", "this delivery type only")
    parser.add_argument("delivery", nargs="?", choices=sorted(DELIVERIES), help=about.into(language))


def run(arguments: argparse.Namespace) -> int:
    """Print the tables."""
    sys.stdout.write(field_page(language=common(arguments).language, only=arguments.delivery) + "\n")
    return FINE
