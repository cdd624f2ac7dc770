"""Delete contents whose time is over; receipts and what is known of them go later (BP-49, SEC-87, SEC-145)."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q

from selvbetjening.domain.deliveries.actions.forget_orphans import forget_orphans
from selvbetjening.domain.deliveries.actions.forget_records import forget_records
from selvbetjening.domain.deliveries.events import ContentRemoved
from selvbetjening.domain.deliveries.lifecycle import DELIVERY, DeliveryState, StagingState
from selvbetjening.domain.deliveries.models import Delivery, Marker, OutFile, Preview, Staging
from selvbetjening.domain.deliveries.ports import Place
from selvbetjening.domain.deliveries.queries.stored import store
from selvbetjening.domain.deliveries.rules.addresses import shortened
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

#: A whole address is kept so long (SEC-145), and an upload that came to nothing is remembered so long.
_ADDRESS, _REMOVED = timedelta(days=7), timedelta(days=90)
_AT_ONCE: Final = 5000


def forget_all(*, at: datetime) -> None:
    """Wake the forgetting in every company that has files."""
    with doorway(reason="find the companies with files to forget", actor=SYSTEM, at=at) as alias:
        found = set(Staging.objects.using(alias).values_list("organization_id", flat=True).distinct())
        found |= set(OutFile.objects.using(alias).values_list("organization_id", flat=True).distinct())
    for organization in sorted(found):
        with within(OrganizationId(organization)):
            forget_job.defer(OrganizationId(organization))


def forget(organization: OrganizationId, *, at: datetime) -> None:
    """Delete one company's old contents and shorten old addresses. Records `ContentRemoved` when something went.

    The bytes go first: killed in between, a row says that they are there, and the next night finds them gone already.
    An upload's go after its row: those of the last days are deleted once more, in case somebody was killed in between.
    """
    gone = _over(organization, at)
    for id_ in (*gone, *_removed(organization, at)):
        store().delete(Place(organization, id_))
    today = copenhagen_day(at)
    with within(organization):
        mine = Q(organization_id=organization, id__in=gone)
        removed = Delivery.objects.filter(mine).update(content_gone_on=today)
        removed += OutFile.objects.filter(mine).update(content_gone_on=today)
        if removed:
            record(organization, fact=ContentRemoved(files=removed), actor=SYSTEM, at=at)
        _shorten(organization, at)
        Marker.objects.filter(organization_id=organization, noted_at__lt=at - _REMOVED).delete()
        old = Staging.objects.filter(
            organization_id=organization, state=StagingState.REMOVED, moved_at__lt=at - _REMOVED, receipts=None
        )
        Preview.objects.filter(organization_id=organization, staging__in=old).delete()
        old.delete()


def _over(organization: OrganizationId, at: datetime) -> list[UUID]:
    with within(organization):
        company = Organization.objects.get(id=organization)
        before = at - timedelta(days=company.choice("files_content_days"))
        mine = Q(organization_id=organization, content_gone_on=None)
        over = [*DELIVERY.ends(), DeliveryState.QUARANTINED, DeliveryState.FAILED]
        done = Delivery.objects.filter(mine, state__in=over, state_at__lt=before)
        out = OutFile.objects.filter(mine, made_at__lt=before)
        return [*done.values_list("id", flat=True)[:_AT_ONCE], *out.values_list("id", flat=True)[:_AT_ONCE]]


def _removed(organization: OrganizationId, at: datetime) -> list[UUID]:
    with within(organization):
        mine = Staging.objects.filter(organization_id=organization, state=StagingState.REMOVED)
        return list(mine.filter(moved_at__gte=at - _ADDRESS).values_list("id", flat=True))


def _shorten(organization: OrganizationId, at: datetime) -> None:
    before = (
        Q(organization_id=organization) & ~Q(address="") & ~Q(address__endswith="/24") & ~Q(address__endswith="/48")
    )
    for row in Delivery.objects.filter(before, received_at__lt=at - _ADDRESS).only("id", "address")[:_AT_ONCE]:
        Delivery.objects.filter(id=row.id, organization_id=organization).update(address=shortened(address=row.address))
    for staging in Staging.objects.filter(before, began_at__lt=at - _ADDRESS).only("id", "address")[:_AT_ONCE]:
        Staging.objects.filter(id=staging.id, organization_id=organization).update(
            address=shortened(address=staging.address)
        )


@job(name="deliveries.forget")
def forget_job(organization: OrganizationId, *, at: datetime) -> None:
    """The wake-up for one company."""
    forget(organization, at=at)
    forget_records(organization, at=at)
    forget_orphans(organization)
