"""Check one file against the format, the company's agreements and what stands; nothing is written (BM-01).

The pipeline and the preview ask the same question here, so they get the same answer.
"""

import io
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from betalingsservice.bulk.checking import check as bulk_check
from betalingsservice.findings import Severity
from betalingsservice.reader import records, steps
from betalingsservice.settings import Settings
from betalingsservice.steps import Entry
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.domain.deliveries.ports import Place
from selvbetjening.domain.deliveries.queries.stored import bytes_of, store
from selvbetjening.domain.deliveries.rules.content import (
    ANSWERS,
    COLLECTIONS,
    MANDATES,
    Gathered,
    contents,
    wrong_place,
)
from selvbetjening.domain.deliveries.rules.kinds import HEAD, foreign_kind
from selvbetjening.domain.deliveries.rules.outline import Outline
from selvbetjening.domain.deliveries.rules.pipeline import outcome
from selvbetjening.domain.deliveries.rules.records_in import records_in
from selvbetjening.domain.directdebit import queries as directdebit
from selvbetjening.domain.directdebit.rules.rows import collection_rows
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId

#: How often progress is told, in seconds.
_EVERY: Final = 0.5
Progress = Callable[[int], None]
#: Called before each piece of a large file: whoever is in a greater hurry goes first.
Pause = Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a check came to. `refused_lines` are the 042 lines that are left out where only sound ones are taken.

    `fatal`: an error that no record can be blamed for; `partly`: sound records are taken without the others.
    `total_minor` is øre, to collect and to pay out added.
    """

    outline: Outline
    fatal: bool
    partly: bool
    refused: int
    sound: int
    refused_lines: frozenset[int]
    total_minor: int
    held: str
    deadline: datetime | None
    content: dict[str, Any] = field(repr=False)


class Stream(io.RawIOBase):
    """A stored file as a stream; every byte passes `outline`, so what is read is what is hashed (SEC-88)."""

    def __init__(
        self,
        pieces: Iterator[bytes],
        outline: Outline | None = None,
        progress: Progress | None = None,
        pause: Pause | None = None,
    ) -> None:
        super().__init__()
        self._pause = pause
        self._pieces, self._rest, self._read = pieces, memoryview(b""), 0
        self._outline, self._progress, self._told = outline, progress, time.monotonic()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._take(piece)
        taken = min(len(buffer), len(self._rest))
        buffer[:taken], self._rest = self._rest[:taken], self._rest[taken:]
        return taken

    def _take(self, piece: bytes) -> None:
        if self._pause is not None:
            self._pause()
        self._rest = memoryview(piece)
        self._read += len(piece)
        if self._outline is not None:
            self._outline.feed(piece)
        now = time.monotonic()
        if self._progress is not None and now - self._told >= _EVERY:
            self._told = now
            self._progress(self._read)


def opened(
    organization: OrganizationId,
    *,
    id: UUID,
    outline: Outline | None = None,
    progress: Progress | None = None,
    pause: Pause | None = None,
) -> io.BufferedReader:
    """A stored file, to be read once from its beginning. Raises `ports.StoreFailed`."""
    pieces = store().read(Place(organization, id))
    return io.BufferedReader(Stream(pieces, outline, progress, pause), buffer_size=1 << 20)


def check(
    organization: OrganizationId,
    *,
    id: UUID,
    is_test: bool,
    scope: Sequence[str],
    accept_partly: bool,
    at: datetime,
    progress: Progress | None = None,
    pause: Pause | None = None,
) -> Found:
    """Everything there is to say about the file with this id. `at` is the moment that deadlines are held against.

    `accept_partly` is the company's choice; its agreements may choose the same. Only the sound records are asked for
    their effects; where all must be right and one is not, none is. Memory holds a block of the file, and some bytes
    for each collection. Raises `ports.StoreFailed`.
    """
    (rules, away), outline, gathered = _known(organization, is_test, at), Outline(), Gathered()
    with opened(organization, id=id, outline=outline, progress=progress, pause=pause) as source:
        kind = foreign_kind(head=source.peek(HEAD)[:HEAD])
        for finding in () if kind else bulk_check(source, settings=rules):
            gathered.add(finding)
        while source.read(1 << 20):
            pass  # hashed, and looked at by nobody: it is refused by its kind
    outline.finish()
    partly = accept_partly or _agreed(organization, outline, is_test)
    before = gathered.error_count
    if kind or outline.odd_line:
        gathered.own("file.kind" if kind else "file.not_text", line=1 if kind else outline.odd_line, kind=kind)
    wrong_place(outline=outline, is_test=is_test, scope=scope, outside=away, gathered=gathered)
    fatal, refused_lines = gathered.error_count > before, frozenset[int]()
    if gathered.error_count and partly and not fatal:
        fatal, refused_lines = _blamed(organization, id, rules)
    given = (organization, id, outline, refused_lines, is_test, at, pause)
    asked = not fatal and (partly or not gathered.error_count)
    effects, mandates = (_effects(*given), _mandates(*given)) if asked else (None, [])
    for refusal in (*(effects.refusals if effects else ()), *mandates):
        gathered.own(refusal.code, line=refusal.line, **dict(refusal.values))
    gathered.name_records(records_in(pieces=bytes_of(organization, id=id), lines=gathered.lines))
    return _found(outline, gathered, fatal, partly, refused_lines, effects, len(mandates))


def _known(organization: OrganizationId, is_test: bool, at: datetime) -> tuple[Settings, list[str]]:
    with within(organization):
        rules = directdebit.as_settings(organization, at=at, is_test=is_test)
        return rules, directdebit.outside(organization, is_test=is_test)


def _agreed(organization: OrganizationId, outline: Outline, is_test: bool) -> bool:
    """Whether every agreement in the file takes the sound records of a file without the others."""
    with within(organization):
        mine = [directdebit.agreement_for(organization, pbs_number=pbs, is_test=is_test) for pbs in outline.pbs_numbers]
    return bool(mine) and all(each is not None and each.accept_partly for each in mine)


def _blamed(organization: OrganizationId, id_: UUID, rules: Settings) -> tuple[bool, frozenset[int]]:
    """Which records the errors belong to, and whether one belongs to none: read once more, record by record."""
    fatal, lines = False, set()
    with opened(organization, id=id_) as source:
        for step in steps(source, settings=rules):
            if not any(finding.severity is Severity.ERROR for finding in step.findings):
                continue
            collection = step.collection if isinstance(step, Entry) else None
            if collection is not None:
                lines.add(collection.number)
            elif isinstance(step, Entry) and step.records:
                lines.add(step.records[0].number)
            else:
                fatal = True
    return fatal, frozenset(lines)


def _effects(
    organization: OrganizationId,
    id_: UUID,
    outline: Outline,
    refused: frozenset[int],
    is_test: bool,
    at: datetime,
    pause: Pause | None,
) -> directdebit.Effects | None:
    kinds = {head.type for head in outline.heads}
    if COLLECTIONS not in kinds or kinds & set(ANSWERS):
        return None
    with opened(organization, id=id_, pause=pause) as source:
        rows = collection_rows(source=source, refused=refused)
        return directdebit.effects(organization, rows=rows, at=at, is_test=is_test)


def _mandates(
    organization: OrganizationId,
    id_: UUID,
    outline: Outline,
    refused: frozenset[int],
    is_test: bool,
    at: datetime,
    pause: Pause | None,
) -> list[directdebit.Refusal]:
    """The lines of mandates that would be refused for what stands."""
    if not any(head.type == MANDATES for head in outline.heads):
        return []
    with opened(organization, id=id_, pause=pause) as source:
        asked = (each for each in records(source) if each.number not in refused)
        return directdebit.refused_mandates(organization, records=asked, at=at, is_test=is_test)


def _found(
    outline: Outline,
    gathered: Gathered,
    fatal: bool,
    partly: bool,
    refused_lines: frozenset[int],
    effects: directdebit.Effects | None,
    mandates: int,
) -> Found:
    days = effects.days if effects else ()
    taken = (effects.refused if effects else 0) + mandates
    refused = len(refused_lines) + taken if refused_lines or taken else gathered.error_lines
    sound = max(0, outline.counted.collections + outline.counted.mandates - refused)
    came_to = outcome(fatal=fatal or (refused > 0 and not partly), refused=refused, sound=sound, takes_sound=partly)
    payers = effects.payers if effects else ()
    deadlines = [day.deadline for day in days if day.deadline]
    return Found(
        outline=outline, fatal=fatal, partly=partly, refused=refused, sound=sound,
        refused_lines=refused_lines,
        total_minor=sum(day.collect_minor + day.disburse_minor for day in days), held=gathered.held,
        deadline=min(deadlines, default=None),
        content=contents(
            outline=outline, gathered=gathered, effects=_told(effects), days=days, left_out=refused,
            outcome=came_to, takes_sound=partly, payers=[(one.pbs_number, one.count, one.new) for one in payers],
            changed=[(one.line, one.was_minor, one.now_minor) for one in effects.changes] if effects else [],
        ),
    )  # fmt: skip


def _told(effects: directdebit.Effects | None) -> dict[str, int | str | None]:
    if effects is None:
        return {}
    fee = effects.late_fee_minor
    return {
        "new": effects.new, "changed": effects.changed, "cancelled": effects.cancelled,
        "unchanged": effects.unchanged, "nothing": effects.nothing, "refused": effects.refused,
        "moved": effects.moved, "late": effects.late, "missing_mandates": effects.missing_mandates,
        "fee": None if fee is None else str(fee),
    }  # fmt: skip


def refused_lines_of(organization: OrganizationId, *, row: Delivery) -> frozenset[int]:
    """The record lines of an accepted file that are left out, found anew as its check found them.

    They are not kept: a million lines may be refused, and the file with its rules says it again.
    """
    if not row.refused_count:
        return frozenset()
    rules = directdebit.as_settings(organization, at=row.counts_at, is_test=row.environment == "test")
    return _blamed(organization, row.id, rules)[1]
