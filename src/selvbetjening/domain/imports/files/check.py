"""Read all files, each line once, and have every line checked, before anything is written."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeAlias

from selvbetjening.domain.imports.files.cross_checks import (
    Check,
    Mandates,
    Recipients,
    Subscriptions,
    account,
    plan,
    terms,
)
from selvbetjening.domain.imports.files.findings import Finding, Report
from selvbetjening.domain.imports.files.folder import File, Folder
from selvbetjening.domain.imports.files.known import Known
from selvbetjening.domain.imports.files.layouts import (
    ACCOUNTS,
    LAYOUTS,
    MANDATES,
    PLAN_TERMS,
    PLANS,
    RECIPIENTS,
    Layout,
)
from selvbetjening.domain.imports.files.parse import Row, rows

Progress: TypeAlias = Callable[[str, int], None]

_OF_THE_HEADER = {"unknown_column", "missing_column", "double_column"}


def check(folder: Folder, *, known: Known, today: date, report: Report, progress: Progress) -> int:
    """Read every file of the folder, add its codes to `known`, report every fault, and return the number of lines.

    A line with a cell that cannot be read is checked all the same, as far as its other cells go.
    """
    checks: dict[str, Check] = {
        PLANS.file: plan, PLAN_TERMS.file: terms, ACCOUNTS.file: account, RECIPIENTS.file: Recipients(),
        MANDATES.file: Mandates(today),
    }  # fmt: skip
    total = 0
    for layout in LAYOUTS:
        if not (folder / layout.file).is_file():
            continue
        one = checks.get(layout.file) or Subscriptions(today)
        for row in _once(folder / layout.file, layout, known, report):
            one(row, layout, known, report)
            total += 1
            progress(layout.file, row.line)
    return total


def _once(path: File, layout: Layout, known: Known, report: Report) -> Iterator[Row]:
    """The rows, each key once; a second one is reported and goes on without its key, as one that cannot be read."""

    def told(finding: Finding) -> None:
        if not finding.column or finding.code in _OF_THE_HEADER:
            known.unread.add(layout.file)
        report(finding)

    seen: dict[object, int] = {}
    with path.open("rb") as file:
        for row in rows(file, layout=layout, report=told):
            if row.has(*layout.key):
                key = row.values[layout.key[0]] if len(layout.key) == 1 else tuple(row.values[k] for k in layout.key)
                first = seen.setdefault(key, row.line)
                if first != row.line:
                    words = f"stands on line {first} too. Keep one of the two lines."
                    report(Finding(layout.file, row.line, " + ".join(layout.key), "double_key", words))
                    row = Row(row.line, {name: row.values[name] for name in row.values if name != layout.key[-1]})
            yield row
