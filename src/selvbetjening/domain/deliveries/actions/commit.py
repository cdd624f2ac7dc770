"""The commit: a staging becomes a delivery in one transaction, or says why it does not (annex C.4, SEC-110).

What the door answers its client comes after this: a client that was told "received" can rely on it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from selvbetjening.domain.deliveries.actions.deliver import Overtaken, deliver
from selvbetjening.domain.deliveries.actions.note_marker import hold_against, note_marker, promise_of
from selvbetjening.domain.deliveries.actions.open_staging import refuse_delivered_name, resumable_for
from selvbetjening.domain.deliveries.actions.receipts import issue_about_upload
from selvbetjening.domain.deliveries.actions.resume import is_theirs, renew, resume
from selvbetjening.domain.deliveries.actions.writing import Writer
from selvbetjening.domain.deliveries.events import UploadIncomplete
from selvbetjening.domain.deliveries.lifecycle import STAGING, DeliveryState, StagingState
from selvbetjening.domain.deliveries.models import Delivery, Marker, Staging
from selvbetjening.domain.deliveries.ports import Place
from selvbetjening.domain.deliveries.queries.markers import marker_for
from selvbetjening.domain.deliveries.queries.stored import store
from selvbetjening.domain.deliveries.rules import markers
from selvbetjening.domain.deliveries.rules.completeness import (
    ENDS,
    INCOMPLETE,
    SIDECAR_DIFFERS,
    Completeness,
    completeness,
    unproven_step,
)
from selvbetjening.domain.deliveries.rules.doors import By
from selvbetjening.domain.deliveries.rules.limits import SETTLE
from selvbetjening.domain.deliveries.rules.markers import Promise, Verdict
from selvbetjening.domain.deliveries.rules.outline import Outline
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.ids import OrganizationId, new_id

#: So often a file is judged anew since another marker came meanwhile.
_OVERTAKEN: Final = 5
Outcome = Literal["delivered", "duplicate_of", "incomplete", "settling", "waiting", "staged", "noted"]


@dataclass(frozen=True, slots=True)
class Committed:
    """What became of it. `delivery` and `number` are None unless it was delivered; `code` is that of its receipt."""

    outcome: Outcome
    sha256: str = ""
    delivery: UUID | None = None
    number: int | None = None
    code: str = ""


def commit(organization: OrganizationId, *, staging: UUID, by: By, at: datetime, sha256: str = "") -> Committed:
    """Deliver what was received, if it is provably whole; the same again gives the same answer.

    Called when the client has closed the file properly, after the writer's `close`; `sha256` (hex) is the client's.
    `incomplete`, `settling` and `waiting` can be gone on with; what only speaks of another file over SFTP, or is empty,
    is `noted`, and an upload that waits for it is judged at once. Raises `Refused`: `unknown`, `temp_name`,
    `committed`, `not_all_bytes`, `hash_differs`, `empty`, `expired`, `not_now`.
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
    promise = promise_of(organization, row=row)
    if promise is not None:
        return _note(organization, row, promise, by, at)
    if row.offset == 0:
        raise Refused("empty")
    found = row.found_sha256 or _hashed(organization, row)
    for said in (sha256, row.sha256):
        if said and said.lower() != found:
            raise Refused("hash_differs")
    return _judged(organization, row, found, by, at)


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
        if row.is_temporary:
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


def _note(organization: OrganizationId, row: Staging, promise: Promise, by: By, at: datetime) -> Committed:
    """Note it, and judge the upload that it speaks of, which may have been waiting for it."""
    noted = note_marker(organization, row=row, promise=promise, actor=by.actor, at=at)
    code = f"marker.{noted.verdict}"
    if noted.judge is not None:
        holder = new_id()
        try:
            again = resume(organization, staging=noted.judge, by=by, holder=holder, at=at)
            Writer(organization, staging=again.id, holder=holder).close(at=at)
            done = commit(organization, staging=again.id, by=by, at=at)
        except Refused:
            return Committed("noted", code=code)  # its sender was first, and goes on with it: it is judged at its close
        verdict = "fits" if done.delivery else "differs" if done.code == SIDECAR_DIFFERS else "waits"
        code = f"marker.{verdict}"
    return Committed("noted", code=code)


def _judged(organization: OrganizationId, row: Staging, found: str, by: By, at: datetime) -> Committed:
    for _ in range(_OVERTAKEN):
        try:
            return _judge(organization, row, found, by, at)
        except Overtaken:
            continue  # a marker came while it was judged
    raise Refused("not_now")


def _judge(organization: OrganizationId, row: Staging, found: str, by: By, at: datetime) -> Committed:
    """Layer 3, in the order of annex C.4: the end record, a sidecar or marker, what was declared beforehand."""
    if row.purpose == Staging.Purpose.PREVIEW:
        _move(organization, row, "stage", at, found)
        return Committed("staged", found)
    with within(organization):
        marker = marker_for(organization, row=row, since=at - resumable_for(organization))
        choice = Organization.objects.get(id=organization).choice("files_unproven")
    promise = Promise() if marker is None else Promise(marker.sha256, marker.size)
    holds = markers.holds(promise=promise, sha256=found, size=row.offset)
    if holds is False:
        _hold(organization, marker, row, "differs", by, at)
        return _lacking(organization, row, found, by.actor, at, verb="lack", code=SIDECAR_DIFFERS)
    declared = bool(holds) or bool(row.sha256) or (row.door != "sftp" and row.size is not None)
    proof = proof_of(organization, staging=row.id, size=row.offset, declared=declared)
    step = unproven_step(proof=proof, choice=choice, is_marked=marker is not None, settled=row.state == "settling")
    _hold(organization, marker, row, "fits" if step == "deliver" else "waits", by, at)
    if step == "settle":
        _move(organization, row, "settle", at, found, settles_at=at + SETTLE)
        return Committed("settling", found)
    if step != "deliver":
        verb = "lack" if step == INCOMPLETE else "await"
        return _lacking(organization, row, found, by.actor, at, verb=verb, code=step)
    unproven = proof == "unknowable"
    deliver(organization, seen=row, found=found, actor=by.actor, at=at, unproven=unproven, beside=marker)
    with within(organization):
        return answer_of(organization, delivery=row.id)


def _hold(
    organization: OrganizationId, marker: Marker | None, row: Staging, verdict: Verdict, by: By, at: datetime
) -> None:
    if marker is not None:
        hold_against(organization, marker=marker, row=row, verdict=verdict, actor=by.actor, at=at)


def _lacking(
    organization: OrganizationId, row: Staging, found: str, actor: Actor, at: datetime, *, verb: str, code: str
) -> Committed:
    outcome: Outcome = "waiting" if verb == "await" else "incomplete"
    with within(organization):
        _move(organization, row, verb, at, found)
        fact = UploadIncomplete(staging=row.id, size=row.offset, code=code)
        record(organization, fact=fact, actor=actor, at=at)
        issue_about_upload(organization, staging=row, sha256=found, at=at, status=outcome, code=code)
    return Committed(outcome, found, code=code)


def _move(organization: OrganizationId, row: Staging, verb: str, at: datetime, found: str, **values: datetime) -> None:
    state = STAGING.after(StagingState(row.state), verb)
    with within(organization):
        moved = Staging.objects.filter(
            organization_id=organization, id=row.id, state=row.state, offset=row.offset, holder=row.holder
        ).update(state=state, moved_at=at, found_sha256=found, reserved=row.offset, **values)
        if not moved:
            raise Refused("not_now")
    row.state = state
