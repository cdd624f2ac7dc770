"""An account moves out as its company's Access Manager asks in the portal: by a job, fetched for some days (CM-13).

The act is `move_out`, which the command calls, too; here stand the asking, the waiting and the deleting.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from selvbetjening.domain.access.models import Membership
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.rights.actions.move_out import move_out
from selvbetjening.domain.rights.events import MoveAsked, MoveFetched, MoveFileDeleted, MoveReady, MoveStopped
from selvbetjening.domain.rights.models import AccountMove, MoveRequest
from selvbetjening.domain.rights.queries.move_requests import handing_over, moved_out
from selvbetjening.domain.rights.rules.moving import MoveRefused, fetchable_until
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.ids import OrganizationId

State = MoveRequest.State
_OPEN: Final = (State.WAITING, State.WORKING)


def ask_move(
    organization: OrganizationId, *, account: UUID, membership: UUID, actor: Actor, at: datetime
) -> MoveRequest:
    """Have the file made, or return the request that is under way or ready. Nothing ends before the job does it.

    Records `MoveAsked`. Raises `MoveRefused`: `moved`, `paused`, `backward`.
    """
    with within(organization):
        mine = MoveRequest.objects.filter(
            organization_id=organization, account_id=account, state__in=[*_OPEN, State.READY]
        )
        if found := mine.first():
            return found
        if moved_out(organization, account=account) is not None:
            raise MoveRefused("moved")
        for each in handing_over(organization, account=account):
            if each.obstacle:
                raise MoveRefused(each.obstacle, about=each.code)
        try:
            with transaction.atomic():
                made = MoveRequest.objects.create(
                    organization_id=organization, account_id=account, membership_id=membership, asked_at=at
                )
        except IntegrityError:  # two presses at once
            return mine.get()
        record(organization, fact=MoveAsked(account=account, move_request=made.id), actor=actor, at=at)
        make_move_job.defer(organization, move_request=str(made.id))
        return made


def make_move(organization: OrganizationId, *, move_request: UUID, seed: bytes | None, at: datetime) -> None:
    """Make the file and hand the subscriptions over, in the name of who asked; twice at once it is done once.

    Records `MoveReady`, or `MoveStopped` where it cannot be done any more: then nothing has changed.
    """
    with within(organization):
        begun = MoveRequest.objects.select_for_update().filter(
            organization_id=organization, id=move_request, state__in=_OPEN
        )
        asked = begun.first()
        if asked is None:
            return
        begun.update(state=State.WORKING, attempt=asked.attempt + 1)
    try:
        with within(organization):
            if (row := begun.first()) is not None:
                _make(organization, row, seed, at)
    except MoveRefused as refused:
        _stop(organization, move_request, refused, at)


def _make(organization: OrganizationId, row: MoveRequest, seed: bytes | None, at: datetime) -> None:
    if seed is None:
        raise MoveRefused("no_key")
    asking = Membership.objects.filter(organization_id=organization, id=row.membership_id, state="active")
    if not asking.filter(role="access_manager").exists():  # who may no more act by what she began (SEC-28)
        raise MoveRefused("no_manager")
    actor = Actor("user", str(row.membership_id))
    moved = move_out(organization, account=row.account_id, seed=seed, actor=actor, at=at)
    row.state, row.move_id, row.size = State.READY, moved.move, len(moved.archive)
    row.ready_at, row.expires_at = at, fetchable_until(ready_at=at, fetched_at=None)
    row.save(update_fields=["state", "move_id", "size", "ready_at", "expires_at"])
    record(organization, fact=MoveReady(account=row.account_id, move_request=row.id), actor=SYSTEM, at=at)


def _stop(organization: OrganizationId, move_request: UUID, refused: MoveRefused, at: datetime) -> None:
    with within(organization):
        row = MoveRequest.objects.select_for_update().get(organization_id=organization, id=move_request)
        if row.state not in _OPEN:
            return
        row.state, row.refusal, row.about = State.REFUSED, refused.reason, refused.about[:128]
        row.save(update_fields=["state", "refusal", "about"])
        fact = MoveStopped(account=row.account_id, move_request=row.id, reason=refused.reason)
        record(organization, fact=fact, actor=SYSTEM, at=at)


@job(name="rights.make_move")
def make_move_job(organization: OrganizationId, *, at: datetime, move_request: str) -> None:
    """The wake-up for one file. The key that signs is the worker's alone."""
    make_move(organization, move_request=UUID(move_request), seed=settings.RECEIPT_KEYS.seed, at=at)


def note_move_fetched(organization: OrganizationId, *, move_request: UUID, actor: Actor, at: datetime) -> None:
    """Note a download; the first one brings the file's end nearer. Records `MoveFetched`."""
    with within(organization):
        row = MoveRequest.objects.select_for_update().get(organization_id=organization, id=move_request)
        if row.fetched_at is None and row.ready_at is not None:
            row.fetched_at, row.expires_at = at, fetchable_until(ready_at=row.ready_at, fetched_at=at)
            row.save(update_fields=["fetched_at", "expires_at"])
        record(organization, fact=MoveFetched(account=row.account_id, move_request=row.id), actor=actor, at=at)


def forget_moves(organization: OrganizationId, *, at: datetime) -> int:
    """Delete the files whose time is over, and return how many. Records `MoveFileDeleted`."""
    with within(organization):
        over = MoveRequest.objects.select_for_update().filter(
            organization_id=organization, state=State.READY, expires_at__lte=at
        )
        rows = list(over)
        for row in rows:
            if row.move_id is not None:
                AccountMove.objects.filter(organization_id=organization, id=row.move_id).update(archive=b"")
            row.state = State.GONE
            row.save(update_fields=["state"])
            fact = MoveFileDeleted(account=row.account_id, move_request=row.id)
            record(organization, fact=fact, actor=SYSTEM, at=at)
        return len(rows)
