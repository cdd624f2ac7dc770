"""Make the delivery: its row, its number, its first receipt and its wake-up, all in one transaction (SEC-110)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from selvbetjening.domain.deliveries.actions.move import move, note
from selvbetjening.domain.deliveries.actions.open_staging import resumable_for
from selvbetjening.domain.deliveries.actions.receipts import issue, issue_first
from selvbetjening.domain.deliveries.actions.wake import wake
from selvbetjening.domain.deliveries.events import DeliveryReceived, DeliveryRepeated
from selvbetjening.domain.deliveries.lifecycle import STAGING, StagingState
from selvbetjening.domain.deliveries.models import Delivery, Marker, Staging
from selvbetjening.domain.deliveries.ports import Place
from selvbetjening.domain.deliveries.queries.at_commit import AtCommit, at_commit
from selvbetjening.domain.deliveries.queries.earlier import as_sent, sent_alike
from selvbetjening.domain.deliveries.queries.markers import marker_for
from selvbetjening.domain.deliveries.queries.production import refuse_closed
from selvbetjening.domain.deliveries.queries.stored import store
from selvbetjening.domain.deliveries.rules.duplicates import retry_of
from selvbetjening.domain.deliveries.rules.lanes import is_large
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.ids import OrganizationId

COMMIT_LOCK: Final = "deliveries.commit"
_COPIED: Final = (
    "door", "actor_kind", "actor_id", "membership_id", "account_id", "key_fingerprint", "address", "environment",
    "folder", "name", "clash_key", "pbs_scope", "sftp_user",
)  # fmt: skip


class Overtaken(Exception):
    """Nothing was delivered: since its bytes were judged a sidecar or marker came that speaks of it (C.4)."""


def deliver(
    organization: OrganizationId,
    *,
    seen: Staging,
    found: str,
    actor: Actor,
    at: datetime,
    unproven: bool = False,
    straight_away: bool = False,
    beside: Marker | None = None,
) -> None:
    """Commit a whole file; the second of two at once does nothing. Records `DeliveryReceived` or `DeliveryRepeated`.

    `beside` is the marker that the file was held against; where another one speaks of it now, raises `Overtaken`.
    `seen` is the staging as its bytes were hashed to `found`: whoever took it over since may be writing other ones. The
    bytes are made durable before the row that answers for them. Killed in between, the staging is still there and its
    commit comes again. Raises `Refused`: `not_now` when the staging has moved on or has another name, `committed`.
    """
    store().finish(Place(organization, seen.id))
    with within(organization):
        # Numbers without a gap, and a retry sees the first one: commits of a company stand in line.
        one_at_a_time(organization, what=COMMIT_LOCK)
        row = Staging.objects.select_for_update().filter(organization_id=organization, id=seen.id).first()
        if row is None or row.state == StagingState.COMMITTED:
            return
        now, then = ((each.holder, each.offset, each.name, each.is_temporary) for each in (row, seen))
        if row.state not in STAGING.sources("commit") or now != then:
            raise Refused("not_now")
        known = at_commit(organization, row=row, sha256=found, at=at)
        if known.delivered is not None and (row.door, row.purpose) == ("sftp", Staging.Purpose.DELIVER):
            raise Refused("committed", number=known.delivered)  # another user's, since it was looked at
        if known.is_spoken_of and _is_overtaken(organization, row, beside, at):
            raise Overtaken
        deliver_locked(
            organization, row=row, known=known, found=found, actor=actor, at=at, unproven=unproven,
            straight_away=straight_away,
        )  # fmt: skip


def _is_overtaken(organization: OrganizationId, row: Staging, beside: Marker | None, at: datetime) -> bool:
    now = marker_for(organization, row=row, since=at - resumable_for(organization))
    # Sent again, a marker is its row once more, with another upload.
    return now is not None and (beside is None or (now.id, now.staging_id) != (beside.id, beside.staging_id))


def deliver_locked(
    organization: OrganizationId,
    *,
    row: Staging,
    known: AtCommit,
    found: str,
    actor: Actor,
    at: datetime,
    unproven: bool = False,
    straight_away: bool = False,
    also: Sequence[str] = (),
) -> Delivery:
    """The same for a staging that is locked, durable and looked at, in the open transaction; the delivery.

    `known` was asked under the company's lock `COMMIT_LOCK`. `also` are columns of the row that changed besides.
    Raises `Refused("production_closed")` where production was closed meanwhile.
    """
    refuse_closed(organization, environment=row.environment)
    row.state, row.reserved = STAGING.after(StagingState(row.state), "commit"), row.offset
    row.found_sha256, row.moved_at = found, at
    row.save(update_fields=["state", "reserved", "found_sha256", "moved_at", *also])
    made = _create(organization, row, known.last + 1, at, unproven, straight_away)
    note(organization, row=made, before="", actor=actor, at=at, position=1)
    alike = sent_alike(organization, sha256=found, at=at) if known.is_alike else ()
    first = retry_of(new=as_sent(row=made), earlier=alike)
    if first is not None:
        return _repeat(organization, made, first.id, at)
    record(organization, fact=_received(made), actor=actor, at=at)
    issue_first(organization, delivery=made, company=known, at=at)
    wake(organization, delivery=made, waiting=known.waiting + 1)
    return made


def _create(
    organization: OrganizationId, row: Staging, number: int, at: datetime, unproven: bool, straight_away: bool
) -> Delivery:
    return Delivery.objects.create(
        id=row.id, organization_id=organization, number=number, size=row.offset, sha256=row.found_sha256,
        received_at=at, counts_at=at, state_at=at, unproven=unproven, straight_away=straight_away,
        is_large=is_large(size=row.offset), **{name: getattr(row, name) for name in _COPIED},
    )  # fmt: skip


def _received(made: Delivery) -> DeliveryReceived:
    return DeliveryReceived(
        delivery=made.id, number=made.number, door=made.door, environment=made.environment, size=made.size,
        sha256=made.sha256,
    )  # fmt: skip


def _repeat(organization: OrganizationId, made: Delivery, first: UUID, at: datetime) -> Delivery:
    repeated = move(organization, delivery=made.id, verb="repeat", actor=SYSTEM, at=at, duplicate_of_id=first)
    if repeated is None:
        raise Refused("not_now")
    fact = DeliveryRepeated(delivery=made.id, number=made.number, first=first)
    record(organization, fact=fact, actor=SYSTEM, at=at)
    issue(organization, delivery=repeated, kind="K1", status="duplicate_of", at=at)
    return repeated
