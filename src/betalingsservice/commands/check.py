"""`check FILE`: everything that is wrong, where, and how to mend it."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from typing import BinaryIO

from betalingsservice import reader
from betalingsservice.commands.arguments import (
    FINE,
    FOUND,
    CommandError,
    a_count,
    a_moment,
    a_pbs_number,
    calendar_of,
    common,
    opened,
)
from betalingsservice.findings import Finding, Severity
from betalingsservice.settings import Agreement, Product, Settings
from betalingsservice.words import Language, Words

HELP = Words("find alt, der er galt med en fil", "find everything that is wrong with a file")
SEVERITIES = {
    Severity.ERROR: Words("fejl", "error"),
    Severity.HOLD: Words("skal afgøres", "to be decided"),
    Severity.WARNING: Words("advarsel", "warning"),
    Severity.REMARK: Words("bemærkning", "remark"),
}
_FINE = Words("Intet at bemærke.", "Nothing to remark.")
_MORE = Words("… og {count} til, som ikke vises (--most).", "… and {count} more that are not shown (--most).")
_MEND = Words("Gør: {mend}", "Do: {mend}")


def add(parser: argparse.ArgumentParser, language: Language) -> None:
    """The command's own arguments."""
    parser.add_argument("file", help=_FILE.into(language))
    parser.add_argument("--json", action="store_true", help=_JSON.into(language))
    parser.add_argument("--most", type=a_count, default=200, metavar="N", help=_MOST.into(language))
    parser.add_argument(
        "--fail-on", choices=[each.name.lower() for each in Severity], default="hold", help=_FAIL.into(language)
    )
    parser.add_argument("--received-at", type=a_moment, metavar="YYYY-MM-DDTHH:MM", help=_RECEIVED.into(language))
    parser.add_argument("--table", metavar="JSON", help=_TABLE.into(language))
    for name, about in (("--total", _TOTAL), ("--basis", _BASIS)):
        parser.add_argument(
            name, type=a_pbs_number, metavar="PBS", action="append", default=[], help=about.into(language)
        )
    parser.add_argument("--engine", choices=["auto", "stream", "columns"], default="auto", help=_ENGINE.into(language))


def run(arguments: argparse.Namespace) -> int:
    """Print the findings; exit code 1 when one is as severe as asked, or worse."""
    options = common(arguments)
    limit = Severity[arguments.fail_on.upper()]
    counted, shown = Counter[Severity](), 0
    with opened(arguments.file, options) as stream:
        for finding in _findings(stream, arguments):
            counted[finding.severity] += 1
            if arguments.json:
                sys.stdout.write(json.dumps(finding.as_data(), ensure_ascii=False) + "\n")
            elif shown < arguments.most:
                shown += 1
                sys.stdout.write(_told(finding, options.language))
    if not arguments.json:
        sys.stdout.write(_summary(counted, shown, options.language))
    return FOUND if any(severity >= limit for severity in counted) else FINE


def _findings(stream: BinaryIO, arguments: argparse.Namespace) -> Iterator[Finding]:
    settings = Settings(
        received_at=arguments.received_at, agreements=_agreements(arguments), calendar=calendar_of(arguments.table)
    )
    columns = find_spec("numpy") is not None
    if arguments.engine == "stream" or (arguments.engine == "auto" and not columns):
        return reader.check(stream, settings=settings)
    if not columns:
        raise CommandError(Words("--engine columns kræver numpy", "--engine columns needs numpy"))
    from betalingsservice.bulk.checking import check

    return check(stream, settings=settings)


def _agreements(arguments: argparse.Namespace) -> dict[str, Agreement] | None:
    found = {number: Agreement(pbs_number=number, product=Product.TOTAL) for number in arguments.total}
    found |= {number: Agreement(pbs_number=number, product=Product.BASIS) for number in arguments.basis}
    return found or None


def _told(finding: Finding, language: Language) -> str:
    where = Words(f"Linje {finding.line}", f"Line {finding.line}").into(language)
    place = f", {finding.column}-{finding.column + finding.length - 1}" if finding.length else ""
    severity = SEVERITIES[finding.severity].into(language)
    mend = _MEND.into(language).format(mend=finding.mend(language))
    return f"{where}{place}: {severity} [{finding.code}] {finding.what(language)} {mend}\n"


def _summary(counted: Counter[Severity], shown: int, language: Language) -> str:
    total = sum(counted.values())
    if not total:
        return _FINE.into(language) + "\n"
    more = _MORE.into(language).format(count=total - shown) + "\n" if total > shown else ""
    kinds = ", ".join(f"{SEVERITIES[each].into(language)}: {counted[each]}" for each in SEVERITIES if counted[each])
    return f"{more}{kinds}\n"


_FILE = Words("filen, - for standard input", "the file, - for standard input")
_JSON = Words("et JSON-objekt pr. linje, på begge sprog", "one JSON object a line, in both languages")
_MOST = Words("vis højst så mange", "show at most so many")
_FAIL = Words("slutkode 1 fra denne alvor", "exit code 1 from this severity on")
_RECEIVED = Words("kontrollér datoer og frister på dette tidspunkt", "check days and deadlines at this moment")
_TABLE = Words("en kalendertabel med rettelser", "a calendar table with corrections")
_TOTAL = Words("et PBS-nummer med indbetalingskort", "a PBS number with payment slip")
_BASIS = Words("et PBS-nummer uden indbetalingskort", "a PBS number without payment slip")
_ENGINE = Words("columns er hurtigst og kræver numpy", "columns is fastest and needs numpy")
