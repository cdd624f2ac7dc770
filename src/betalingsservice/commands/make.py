"""`generate`: a test delivery of any type and size."""

import argparse
from datetime import date

from betalingsservice.commands.arguments import FINE, CommandError, a_count, a_day, output
from betalingsservice.generate import MAKERS, Recipe, generate
from betalingsservice.words import Language, Words

HELP = Words("dan en testleverance", "make a test delivery")
_FIRST, _LAST = date(2000, 1, 1), date(2099, 9, 30)


def add(parser: argparse.ArgumentParser, language: Language) -> None:
    """The command's own arguments."""
    parser.add_argument("--type", choices=sorted(MAKERS), default="0601", help=_TYPE.into(language))
    parser.add_argument("--entries", type=a_count, default=10, metavar="N", help=_ENTRIES.into(language))
    parser.add_argument("--seed", type=int, default=0, metavar="N", help=_SEED.into(language))
    parser.add_argument(
        "--created-on", type=a_day, default=Recipe().created_on, metavar="YYYY-MM-DD", help=_DAY.into(language)
    )
    parser.add_argument("--subsystem", default=Recipe().subsystem, metavar="XXX", help=_SUBSYSTEM.into(language))
    parser.add_argument("--basis", action="store_true", help=_BASIS.into(language))
    parser.add_argument("--output", metavar="FILE", help=_OUTPUT.into(language))


def run(arguments: argparse.Namespace) -> int:
    """Write the delivery."""
    if not _FIRST <= arguments.created_on <= _LAST:
        raise CommandError(Words("--created-on skal ligge i 2000-2099", "--created-on must lie in 2000-2099"))
    subsystem = str(arguments.subsystem)
    if not (len(subsystem) == 3 and subsystem.isascii() and subsystem.isalnum() and subsystem.isupper()):
        raise CommandError(
            Words("--subsystem er tre store bogstaver eller cifre", "--subsystem is three capital letters or digits")
        )
    recipe = Recipe(
        delivery_type=arguments.type,
        entries=arguments.entries,
        seed=arguments.seed,
        created_on=arguments.created_on,
        subsystem=subsystem,
        names=not arguments.basis,
    )
    with output(arguments.output) as stream:
        stream.writelines(generate(recipe))
    return FINE


_TYPE = Words("leverancetype", "delivery type")
_ENTRIES = Words("hvor mange opkrævninger, betalinger, aftaler", "how many collections, payments, mandates")
_SEED = Words("samme tal giver samme leverance", "the same number gives the same delivery")
_DAY = Words("leverancens dato", "the delivery's date")
_SUBSYSTEM = Words("KR9 er test", "KR9 is test")
_BASIS = Words("uden navn og adresse, alle med aftale", "without names and addresses, all with a mandate")
_OUTPUT = Words("skriv til en fil", "write to a file")
