"""The import from end to end: know, check, then write or not."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import connection

from selvbetjening.domain.imports.files.check import Progress, check
from selvbetjening.domain.imports.files.findings import Finding
from selvbetjening.domain.imports.files.folder import Folder
from selvbetjening.domain.imports.files.known import known as read_known
from selvbetjening.domain.imports.files.layouts import LAYOUTS
from selvbetjening.domain.imports.files.write import write
from selvbetjening.domain.tenancy.bulk import Merged
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


@dataclass
class Result:
    """Everything found, how many lines were read, and what was done by file; empty when nothing was written.

    `foreseen` is the same of what was taken back, too; empty when faults were found.
    """

    findings: list[Finding] = field(default_factory=list)
    lines: int = 0
    done: dict[str, Merged] = field(default_factory=dict)
    foreseen: dict[str, Merged] = field(default_factory=dict)

    @property
    def faults(self) -> int:
        """How many findings block."""
        return sum(finding.blocks for finding in self.findings)


#: Who does it on the command line.
ACTOR: Final = Actor("import", "csv")


class _TakenBack(Exception):
    """Ends a dry run's transaction without a trace."""


def run(
    organization: OrganizationId,
    *,
    folder: Folder,
    at: datetime,
    dry_run: bool,
    progress: Progress,
    actor: Actor = ACTOR,
    expected: Mapping[str, tuple[int, ...]] | None = None,
) -> Result:
    """Check the folder's files and, when nothing blocks, write them in one transaction.

    A dry run writes them, too, and takes everything back: so it finds whatever the import would refuse. With `expected`
    (by file: created, updated, unchanged) everything is taken back where it comes to something else.
    """
    result = Result()
    names = sorted(file.name for file in folder.glob("*.csv"))
    if unknown := [name for name in names if name not in {layout.file for layout in LAYOUTS}]:
        for name in unknown:
            words = f"is no file of the import. Known: {', '.join(layout.file for layout in LAYOUTS)}."
            result.findings.append(Finding(name, 0, "", "unknown_file", words))
    if not any((folder / layout.file).is_file() for layout in LAYOUTS):
        words = f"holds none of the files {', '.join(layout.file for layout in LAYOUTS)}."
        result.findings.append(Finding(str(folder), 0, "", "no_files", words))
    today = copenhagen_day(at)
    with suppress(_TakenBack), within(organization):
        one_at_a_time(organization, what="import")  # whoever waited knows what the first one wrote
        known = read_known(organization, today=today)
        result.lines = check(folder, known=known, today=today, report=result.findings.append, progress=progress)
        if not result.faults:
            done = write(organization, folder=folder, known=known, today=today, actor=actor, at=at, progress=progress)
            result.foreseen = done
            if dry_run or (expected is not None and _counts(done) != dict(expected)):
                connection.check_constraints()  # those that are otherwise looked at on commit
                raise _TakenBack
            result.done = done
    return result


def _counts(done: Mapping[str, Merged]) -> dict[str, tuple[int, ...]]:
    return {file: (merged.created, merged.updated, merged.unchanged) for file, merged in done.items()}


def table(result: Result) -> str:
    """The summary that the user reads."""
    lines = [f"{'file':<20}{'created':>10}{'updated':>10}{'unchanged':>11}"]
    for file, merged in result.done.items():
        lines.append(f"{file:<20}{merged.created:>10,}{merged.updated:>10,}{merged.unchanged:>11,}")
    return "\n".join(lines)
