"""`selvbetjening import FOLDER --organization SLUG`: a company's own CSV files (docs/import.md)."""

import argparse
import sys
import time
from pathlib import Path

from selvbetjening.config.demo_folder import join_demo, offer_demo
from selvbetjening.config.plain_error import PlainError
from selvbetjening.config.start import start_django

_TELL_EVERY = 20_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Folder, company, and whether to look only."""
    parser.add_argument("folder", type=Path, help="holds plans.csv, plan_terms.csv, accounts.csv … (any of them)")
    parser.add_argument("--organization", required=True, metavar="SLUG", help="the company's part of its host name")
    parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing")
    offer_demo(parser)


def execute(options: argparse.Namespace) -> int:
    """Check all, tell all faults, write all or nothing. 0: imported (or would be), 1: faults were found."""
    join_demo(options)
    start_django()
    from django.conf import settings

    from selvbetjening.domain.imports.files import run
    from selvbetjening.domain.imports.files.findings import CannotImport
    from selvbetjening.domain.organizations.queries import by_host
    from selvbetjening.kernel import clock

    started, at = time.monotonic(), clock.now()
    if not options.folder.is_dir():
        raise PlainError(f"{options.folder} is no folder. Give the folder that holds the CSV files.")
    found = by_host(name=f"{options.organization}.{settings.PORTAL_BASE_DOMAIN}", at=at)
    if found is None or found.moved_to:
        raise PlainError(f"No company has the short name {options.organization!r}. See the staff pages for the names.")
    try:
        result = run.run(found.organization, folder=options.folder, at=at, dry_run=options.dry_run, progress=_tell)
    except CannotImport as error:
        raise PlainError(str(error)) from None
    for finding in result.findings:
        stream = sys.stderr if finding.blocks else sys.stdout
        print(f"{'ERROR' if finding.blocks else 'warning'}  {finding}", file=stream)
    if result.faults:
        print(f"\n{result.faults} error(s). Nothing was imported.", file=sys.stderr)
        return 1
    if options.dry_run:
        print(f"All {result.lines:,} lines can be imported. Nothing was written (--dry-run).")
        return 0
    print(run.table(result))
    print(f"{result.lines:,} lines in {time.monotonic() - started:.1f} s.")
    return 0


def _tell(file: str, line: int) -> None:
    if line % _TELL_EVERY == 0:
        print(f"  {file}: {line:,} lines", flush=True)
