"""The commit: a staging becomes a delivery in one transaction, or says why it does not (annex C.4, SEC-110).

What the door answers its client comes after this: a client that was told "received" can rely on it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from selvbetjening.domain.deliveries.actions.deliver import deliver
from selvbetjening.domain.deliveries.actions.open_staging import refuse_delivered_name
from selvbetjening.domain.deliveries.actions.receipts import issue_incomplete
from selvbetjening.domain.deliveries.actions.resume import is_theirs, renew
from selvbetjening.domain.deliveries.events import UploadIncomplete
from selvbetjening.domain.deliveries.lifecycle import STAGING, DeliveryState, StagingState
from selvbetjening.domain.deliveries.models import Delivery, Staging
from selvbetjening.domain.deliveries.ports import Place
from selvbetjening.domain.deliveries.queries.stored import store
from selvbetjening.domain.deliveries.rules import names
from selvbetjening.domain.deliveries.rules.completeness import ENDS, Completeness, completeness
from selvbetjening.domain.deliveries.rules.doors import By
from selvbetjening.domain.deliveries.rules.limits import SETTLE
from selvbetjening.domain.deliveries.rules.outline import Outline
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.ids import OrganizationId

Outcome = Literal["delivered", "duplicate_of", "incomplete", "settling", "staged", "ignored"]


@dataclass(frozen=True, slots=True)
class Committed:
    """What became of it. `delivery` and `number` are None unless it was delivered."""

    outcome: Outcome
    sha256: str = ""
    delivery: UUID | None = None
    number: int | None = None


def commit(organization: OrganizationId, *, staging: UUID, by: By, at: datetime, sha256: str = "") -> Committed:
    """Deliver what was received, if it is provably whole; the same again gives the same answer.

    Called when the client has closed the file properly, after the writer's `close`; `sha256` (hex) is the client's.
    `incomplete` and `settling` can be gone on with; an empty file over SFTP is a marker and `ignored`. Raises
    `Refused`: `unknown`, `temp_name`, `committed`, `not_all_bytes`, `hash_differs`, `empty`, `expired`, `not_now`.
    """
    with within(organization):
        row = Staging.objects.filter(organization_id=organization, id=staging).first()
        # The clock delivers what its sender closed a minute ago, with the rights of that moment.
        by_clock = by.actor == SYSTEM
        if row is None or not (by_clock or is_theirs(row=row, by=by)):
            raise Refused("unknown")
        if row.state == StagingState.COMMITTED:
            return answer_of(organization, delivery=staging)
        if row.state == StagingState.STAGED:
            return Committed("staged", row.found_sha256)  # only "send" of its preview delivers it
        _check(organization, row, at)
        if not by_clock:
            renew(organization, row=row, by=by)
    if row.offset == 0:
        return _empty(organization, row, at)
    found = row.found_sha256 or _hashed(organization, row)
    for said in (sha256, row.sha256):
        if said and said.lower() != found:
            raise Refused("hash_differs")
    return _settle_or_deliver(organization, row, found, by, at)


def answer_of(organization: OrganizationId, *, delivery: UUID) -> Committed:
    """The answer that this delivery's commit gave."""
    return answered(organization, row=Delivery.objects.get(organization_id=organization, id=delivery))


def answered(organization: OrganizationId, *, row: Delivery) -> Committed:
    """The same for a row that is at hand."""
    repeated = row.state == DeliveryState.DUPLICATE_OF
    return Committed("duplicate_of" if repeated else "delivered", row.sha256, row.id, row.number)


def _check(organization: OrganizationId, row: Staging, at: datetime) -> None:
    if row.state not in STAGING.sources("commit"):
        raise Refused("expired" if row.state == StagingState.REMOVED else "not_now")
    if row.purpose == Staging.Purpose.DELIVER:
        if names.is_temporary(name=row.name):
            raise Refused("temp_name")
        if row.door == "sftp":
            refuse_delivered_name(
                organization, environment=row.environment, folder=row.folder, clash_key=row.clash_key, at=at
            )
    size = store().size(Place(organization, row.id)) if row.offset else 0
    if size < row.offset or (row.size is not None and row.size != row.offset):
        raise Refused("not_all_bytes", offset=row.offset)


def _hashed(organization: OrganizationId, row: Staging) -> str:
    outline = Outline()
    for piece in store().read(Place(organization, row.id), length=row.offset):
        outline.feed(piece)
    return outline.sha256


def proof_of(organization: OrganizationId, *, staging: UUID, size: int, declared: bool) -> Completeness:
    """Whether the bytes that lie there are provably whole. Raises `StoreFailed`."""
    place = Place(organization, staging)
    head = b"".join(store().read(place, length=min(ENDS, size)))
    tail = head if size <= ENDS else b"".join(store().read(place, offset=size - ENDS, length=ENDS))
    return completeness(head=head, tail=tail, declared=declared)


def _empty(organization: OrganizationId, row: Staging, at: datetime) -> Committed:
    if row.door == "https":
        raise Refused("empty")
    with within(organization):
        mine = Staging.objects.filter(
            organization_id=organization, id=row.id, state=row.state, offset=0, holder=row.holder
        )
        gone = mine.update(state=STAGING.after(StagingState(row.state), "remove"), moved_at=at, reserved=0)
    if not gone:
        raise Refused("not_now")  # somebody writes into it at this moment
    store().delete(Place(organization, row.id))
    return Committed("ignored")


def _settle_or_deliver(organization: OrganizationId, row: Staging, found: str, by: By, at: datetime) -> Committed:
    if row.purpose == Staging.Purpose.PREVIEW:
        _move(organization, row, "stage", at, found)
        return Committed("staged", found)
    declared = bool(row.sha256) or (row.door == "https" and row.size is not None)
    proof = proof_of(organization, staging=row.id, size=row.offset, declared=declared)
    with within(organization):
        choice = Organization.objects.get(id=organization).choice("files_unproven")
    if proof == "missing" or (proof == "unknowable" and choice == "refuse"):
        return _lacking(organization, row, found, by.actor, at)
    if proof == "unknowable" and row.state == StagingState.RECEIVING:
        _move(organization, row, "settle", at, found, settles_at=at + SETTLE)
        return Committed("settling", found)
    deliver(organization, seen=row, found=found, actor=by.actor, at=at, unproven=proof == "unknowable")
    with within(organization):
        return answer_of(organization, delivery=row.id)


def _lacking(organization: OrganizationId, row: Staging, found: str, actor: Actor, at: datetime) -> Committed:
    with within(organization):
        _move(organization, row, "lack", at, found)
        record(organization, fact=UploadIncomplete(staging=row.id, size=row.offset), actor=actor, at=at)
        issue_incomplete(organization, staging=row, sha256=found, at=at)
    return Committed("incomplete", found)


def _move(organization: OrganizationId, row: Staging, verb: str, at: datetime, found: str, **values: datetime) -> None:
    state = STAGING.after(StagingState(row.state), verb)
    with within(organization):
        moved = Staging.objects.filter(
            organization_id=organization, id=row.id, state=row.state, offset=row.offset, holder=row.holder
        ).update(state=state, moved_at=at, found_sha256=found, reserved=row.offset, **values)
        if not moved:
            raise Refused("not_now")
    row.state = state
