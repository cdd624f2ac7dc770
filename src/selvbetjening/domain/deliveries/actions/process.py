"""Hand an accepted file on: its collections and mandates are registered, once, or none of them (annex D.1, K3)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

import structlog

from betalingsservice.layouts import delivery_0605
from betalingsservice.reader import records
from betalingsservice.records import Record
from selvbetjening.domain.deliveries.actions.move import move
from selvbetjening.domain.deliveries.actions.receipts import issue
from selvbetjening.domain.deliveries.actions.scan import damaged
from selvbetjening.domain.deliveries.events import DeliveryFailed, DeliveryProcessed
from selvbetjening.domain.deliveries.lifecycle import DeliveryState
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.domain.deliveries.ports import StoreFailed
from selvbetjening.domain.deliveries.queries.checking import Pause, opened, refused_lines_of
from selvbetjening.domain.deliveries.rules.content import ANSWERS, COLLECTIONS, MANDATES
from selvbetjening.domain.deliveries.rules.limits import PATIENCE
from selvbetjening.domain.deliveries.rules.outline import Outline
from selvbetjening.domain.deliveries.rules.pipeline import is_missed
from selvbetjening.domain.directdebit.actions.read_answers import read_answers
from selvbetjening.domain.directdebit.actions.register_collections import RegisterRefused, register_collections
from selvbetjening.domain.directdebit.actions.register_mandates import MandatesRefused, register_mandates
from selvbetjening.domain.directdebit.queries import Refusal, UnknownAgreement, outside
from selvbetjening.domain.directdebit.rules.mandates import CREDITOR
from selvbetjening.domain.directdebit.rules.rows import collection_rows
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

log = structlog.get_logger("selvbetjening.files")
_MANDATE_RECORDS: Final = (
    delivery_0605.Registration, delivery_0605.NumberChange, delivery_0605.Cancellation, delivery_0605.OldCancellation,
)  # fmt: skip


class _Altered(Exception):
    """The bytes that were read are not those that were received."""


def process(organization: OrganizationId, *, row: Delivery, at: datetime, pause: Pause | None = None) -> None:
    """Register what the file asks for and say so, in one transaction under the delivery's lock.

    Killed at any point, nothing has happened; twice at once, the second finds it done. The bytes are hashed as they are
    read, and other bytes than those that were accepted undo everything (SEC-88). Records `DeliveryProcessed`,
    `DeliveryFailed` or `ContentDamaged`.
    """
    if is_missed(totals=row.content.get("totals", ()), on=copenhagen_day(at)) and row.environment != "test":
        _fail(organization, row, "day.past", at)
        return
    try:
        with within(organization):
            skipped = refused_lines_of(organization, row=row)
        with within(organization):
            locked = Delivery.objects.select_for_update().get(organization_id=organization, id=row.id)
            if locked.state != DeliveryState.PROCESSING:
                return
            # As it was decided at the check, whatever the company or its agreements have chosen since.
            whole = locked.content.get("takes") != "sound_ones" and not locked.refused_count
            done = _register(organization, locked, skipped, whole, at, pause)
            _finish(organization, locked, done, at)
    except _Altered:
        damaged(organization, delivery=row.id, at=at)
    except (UnknownAgreement, RegisterRefused, MandatesRefused) as refused:
        _fail(organization, row, _why(refused), at)
    except StoreFailed as failure:
        if failure.code != "missing":
            raise
        damaged(organization, delivery=row.id, at=at)
    except Exception as error:
        log.error("a file could not be processed", subject=str(row.id), exc_info=error)
        if at - row.state_at < PATIENCE:
            raise
        _fail(organization, row, "internal", at)


def _why(refused: Exception) -> str:
    """What came between the check and now: the agreement ended, or another file was first."""
    if isinstance(refused, RegisterRefused):
        return "collection.taken"
    if isinstance(refused, MandatesRefused) and all(each.code != CREDITOR for each in refused.refusals):
        return "mandate.taken"
    return "pbs.unknown"


def _register(
    organization: OrganizationId,
    row: Delivery,
    skipped: frozenset[int],
    whole: bool,
    at: datetime,
    pause: Pause | None,
) -> dict[str, dict[str, int]]:
    """What each kind of delivery in the file did, by its counts."""
    kinds = {head["type"] for head in row.content["content"]["deliveries"]}
    is_test, actor = row.environment == "test", Actor(row.actor_kind, row.actor_id)  # type: ignore[arg-type]
    done: dict[str, dict[str, int]] = {}
    if kinds & {COLLECTIONS, MANDATES}:
        _not_outside(organization, row)
    if COLLECTIONS in kinds:
        with _whole(organization, row, pause) as source:
            made = register_collections(
                organization, delivery=row.id, rows=collection_rows(source=source, refused=skipped),
                is_test=is_test, actor=actor, at=row.counts_at, whole=whole,
            )  # fmt: skip
            done["collections"] = _counts(made)
    if MANDATES in kinds:
        with _whole(organization, row, pause) as source:
            wanted = _mandate_records(source, skipped)
            registered = register_mandates(
                organization, delivery=row.id, records=wanted, is_test=is_test, whole=whole, actor=actor,
                at=row.counts_at,
            )  # fmt: skip
            _still_theirs(row, registered.refusals)
            done["mandates"] = {**_counts(registered), "refused": len(registered.refusals)}
    if kinds & set(ANSWERS):
        with _whole(organization, row, pause) as source:
            answered = read_answers(organization, delivery=row.id, source=source, is_test=is_test, actor=actor, at=at)
            done["answers"] = _counts(answered)
    return done


def _still_theirs(row: Delivery, refusals: Sequence[Refusal]) -> None:
    """Raise `UnknownAgreement` where an agreement ended since the check: the file fails, whatever else it holds."""
    if any(each.code == CREDITOR for each in refusals):
        raise UnknownAgreement(row.pbs_numbers)


def _not_outside(organization: OrganizationId, row: Delivery) -> None:
    """Raise `UnknownAgreement` where Betalingsservice went outside since the check: we carry nothing there."""
    lost = set(row.pbs_numbers) & set(outside(organization, is_test=row.environment == "test"))
    if lost:
        raise UnknownAgreement(lost)


def _mandate_records(source: Any, skipped: frozenset[int]) -> Iterator[Record]:
    for each in records(source):
        if isinstance(each, _MANDATE_RECORDS) and each.number not in skipped:
            yield each


@contextmanager
def _whole(organization: OrganizationId, row: Delivery, pause: Pause | None) -> Iterator[Any]:
    """The file's bytes to read; at the end they must be all of those that were received."""
    outline = Outline()
    with opened(organization, id=row.id, outline=outline, pause=pause) as source:
        yield source
        while source.read(1 << 20):
            pass  # what the reader did not need is part of the hash
    if outline.sha256 != row.sha256:
        raise _Altered


def _counts(made: object) -> dict[str, int]:
    """The whole numbers of a result, by name."""
    fields = getattr(made, "__dataclass_fields__", {})
    values = {name: getattr(made, name) for name in fields}
    return {name: value for name, value in values.items() if isinstance(value, int) and not isinstance(value, bool)}


def _finish(organization: OrganizationId, row: Delivery, done: dict[str, dict[str, int]], at: datetime) -> None:
    moved = move(organization, delivery=row.id, verb="finish", actor=SYSTEM, at=at, only_from=DeliveryState.PROCESSING)
    if moved is None:
        raise RuntimeError("the delivery moved while its row was locked")
    record(organization, fact=DeliveryProcessed(delivery=row.id, number=row.number), actor=SYSTEM, at=at)
    kept = {key: moved.content.get(key) for key in ("content", "totals")}
    content = {**kept, "registered": done, "left_out": moved.refused_count}
    issue(organization, delivery=moved, kind="K3", status="processed", at=at, content=content)


def _fail(organization: OrganizationId, row: Delivery, code: str, at: datetime) -> None:
    with within(organization):
        moved = move(
            organization, delivery=row.id, verb="fail", actor=SYSTEM, at=at, reason=code, code=code,
            only_from=DeliveryState.PROCESSING,
        )  # fmt: skip
        if moved is not None:
            record(organization, fact=DeliveryFailed(delivery=row.id, number=row.number), actor=SYSTEM, at=at)
            issue(organization, delivery=moved, kind="K3", status="failed", at=at)
