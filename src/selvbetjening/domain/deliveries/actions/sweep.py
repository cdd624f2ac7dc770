"""What the clock does to files: it finds lost work, ends undo windows, and puts away what nobody goes on with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from django.db.models import Q

from selvbetjening.domain.deliveries.actions.advance import advance_large_job
from selvbetjening.domain.deliveries.actions.commit import commit
from selvbetjening.domain.deliveries.actions.keep_output import keep_outputs
from selvbetjening.domain.deliveries.actions.preview import preview_job
from selvbetjening.domain.deliveries.actions.put_aside import remove
from selvbetjening.domain.deliveries.actions.receipts import sign_receipts
from selvbetjening.domain.deliveries.actions.release import release
from selvbetjening.domain.deliveries.actions.remind import remind
from selvbetjening.domain.deliveries.actions.wake import wake
from selvbetjening.domain.deliveries.lifecycle import AUTOMATIC, OPEN_STAGING, STAGING, DeliveryState, StagingState
from selvbetjening.domain.deliveries.models import Delivery, DeliveryReceipt, Preview, Staging
from selvbetjening.domain.deliveries.ports import Place
from selvbetjening.domain.deliveries.queries.stored import store
from selvbetjening.domain.deliveries.rules.doors import By
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.directdebit.models import Output
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId

log = structlog.get_logger("selvbetjening.files")
#: A step that did not end by then has lost its job; a large file's may take longer.
_LOST, _LOST_LARGE = timedelta(minutes=1), timedelta(minutes=15)
#: Between a writer's close and its commit nobody holds the lease.
_GRACE: Final = timedelta(seconds=10)
_BY_CLOCK: Final = By(door="sftp", actor=SYSTEM)
_WAITING: Final = (DeliveryState.HELD_DUPLICATE, DeliveryState.AWAITING_APPROVAL)


def sweep(*, at: datetime) -> None:
    """Wake the look at every company that has files on their way (SEC-108). Every minute; it may run late or twice."""
    with doorway(reason="find the companies with files on their way", actor=SYSTEM, at=at) as alias:
        found = set(
            Staging.objects.using(alias).filter(state__in=OPEN_STAGING).values_list("organization_id", flat=True)
        )
        moving = Q(state__in=[*AUTOMATIC, *_WAITING, DeliveryState.HOLDING])
        found |= set(Delivery.objects.using(alias).filter(moving).values_list("organization_id", flat=True))
        found |= set(
            DeliveryReceipt.objects.using(alias).filter(signature="").values_list("organization_id", flat=True)
        )
        found |= set(Output.objects.using(alias).filter(state="made").values_list("organization_id", flat=True))
    for organization in sorted(found):
        with within(OrganizationId(organization)):
            tidy_job.defer(OrganizationId(organization))


def tidy(organization: OrganizationId, *, at: datetime) -> None:
    """One company's files, each in a transaction of its own. What breaks at one holds up no other: it is logged, and
    tried again the next minute.
    """
    with _alone("reap"):
        _reap(organization, at)
    _settle(organization, at)
    _expire(organization, at)
    with _alone("wake"):
        _wake_lost(organization, at)
    _release(organization, at)
    for what, work in (("remind", remind), ("keep", keep_outputs), ("sign", sign_receipts)):
        with _alone(what):
            work(organization, at=at)


@contextmanager
def _alone(what: str, row: UUID | None = None) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        log.error("looking after files failed", kind=what, subject=str(row or ""), exc_info=error)


@job(name="deliveries.tidy")
def tidy_job(organization: OrganizationId, *, at: datetime) -> None:
    """The wake-up for one company."""
    tidy(organization, at=at)


def _reap(organization: OrganizationId, at: datetime) -> None:
    """Uploads whose writer gave no sign of life: its process or its host is gone. Nothing is delivered by this."""
    with within(organization):
        silent = Staging.objects.filter(
            organization_id=organization, state=StagingState.RECEIVING, lease_until__lte=at - _GRACE
        )
        silent.update(state=STAGING.after(StagingState.RECEIVING, "abort"), moved_at=at)


def _settle(organization: OrganizationId, at: datetime) -> None:
    """Files without a provable end that nobody opened again for a minute (C.4)."""
    for staging in _ids(organization, Q(state=StagingState.SETTLING, settles_at__lte=at, is_temporary=False)):
        with _alone("settle", staging):
            try:
                commit(organization, staging=staging, by=_BY_CLOCK, at=at)
            except Refused as refused:
                if refused.code not in {"not_now", "committed"}:
                    raise


def _expire(organization: OrganizationId, at: datetime) -> None:
    for staging in _ids(organization, Q(state__in=OPEN_STAGING, expires_at__lte=at)):
        with _alone("expire", staging):
            with within(organization):
                row = Staging.objects.select_for_update().get(organization_id=organization, id=staging)
                gone = row.state in OPEN_STAGING and row.expires_at <= at and remove(organization, row=row, at=at)
            if gone:
                store().delete(Place(organization, staging))


def _release(organization: OrganizationId, at: datetime) -> None:
    """The ends of undo windows whose own wake-up was lost."""
    with within(organization):
        due = Delivery.objects.filter(organization_id=organization, state=DeliveryState.HOLDING, hold_until__lte=at)
        over = list(due.values_list("id", flat=True))
    for delivery in over:
        with _alone("release", delivery):
            release(organization, delivery=delivery, at=at)


def _ids(organization: OrganizationId, which: Q) -> list[UUID]:
    with within(organization):
        return list(Staging.objects.filter(which, organization_id=organization).values_list("id", flat=True))


def _wake_lost(organization: OrganizationId, at: datetime) -> None:
    with within(organization):
        mine = Delivery.objects.filter(organization_id=organization, state__in=AUTOMATIC)
        for row in mine.filter(is_large=False, state_at__lte=at - _LOST).order_by("number"):
            wake(organization, delivery=row)
        large = mine.filter(is_large=True).order_by("number").first()
        if large is not None and _is_lost(large, at):
            advance_large_job.defer(organization, delivery=str(large.id))
        working = Preview.objects.filter(
            organization_id=organization, state=Preview.State.WORKING, asked_at__lte=at - _LOST_LARGE, expires_at__gt=at
        )
        for preview in working:
            preview_job.defer(organization, preview=str(preview.id))


def _is_lost(row: Delivery, at: datetime) -> bool:
    # A file that waits for its scanner is looked at again each minute; one that is being read may take its time.
    waits = row.state in {DeliveryState.RECEIVED, DeliveryState.SCANNING, DeliveryState.ACCEPTED}
    return row.state_at <= at - (_LOST if waits else _LOST_LARGE)
