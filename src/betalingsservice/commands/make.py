"""`generate`: a test delivery of any type and size."""

import argparse
from datetime import date

from betalingsservice.commands.arguments import FINE, CommandError, a_count, a_day, a_pbs_number, output
from betalingsservice.fik import is_digits
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
    parser.add_argument("--pbs", type=a_pbs_number, default=Recipe().pbs_number, metavar="N", help=_PBS.into(language))
    parser.add_argument(
        "--supplier", type=_eight_digits, default=Recipe().supplier_number, metavar="N", help=_SUPPLIER.into(language)
    )
    parser.add_argument("--delivery-id", type=a_count, default=1, metavar="N", help=_ID.into(language))
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
    if not 1 <= arguments.delivery_id < 10**7:
        raise CommandError(Words("--delivery-id er 1-9999999", "--delivery-id is 1-9999999"))
    recipe = Recipe(
        delivery_type=arguments.type,
        entries=arguments.entries,
        seed=arguments.seed,
        created_on=arguments.created_on,
        subsystem=subsystem,
        names=not arguments.basis,
        number=arguments.delivery_id,
        supplier_number=arguments.supplier,
        pbs_number=arguments.pbs,
    )
    with output(arguments.output) as stream:
        stream.writelines(generate(recipe))
    return FINE


def _eight_digits(text: str) -> str:
    if len(text) != 8 or not is_digits(text):
        raise argparse.ArgumentTypeError(f"{text!r}: 8 cifre / 8 digits")
    return text


_TYPE = Words("leverancetype", "delivery type")
_ENTRIES = Words("hvor mange opkrævninger, betalinger, aftaler", "how many collections, payments, mandates")
_SEED = Words("samme tal giver samme leverance", "the same number gives the same delivery")
_DAY = Words("leverancens dato", "the delivery's date")
_SUBSYSTEM = Words("KR9 er test", "KR9 is test")
_PBS = Words("aftalens PBS-nummer", "the agreement's PBS number")
_SUPPLIER = Words("dataleverandørens CVR-nummer", "the data supplier's CVR number")
_ID = Words("leverancens nummer; hver leverance har sit eget", "the delivery's number; each delivery has its own")
_BASIS = Words(
    "0601 uden navn og adresse, alle med aftale; 0605 kun med de tilmeldinger, den kræver",
    "0601 without names and addresses, all with a mandate; 0605 with the registrations that it needs, and no more",
)
_OUTPUT = Words("skriv til en fil", "write to a file")
