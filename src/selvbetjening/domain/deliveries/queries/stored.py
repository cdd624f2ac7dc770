"""The store and the scanner that the installation has chosen, and how much of the store a company uses."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import Q, Sum
from django.utils.module_loading import import_string

from selvbetjening.domain.deliveries.lifecycle import OPEN_STAGING, StagingState
from selvbetjening.domain.deliveries.models import Delivery, OutFile, Staging
from selvbetjening.domain.deliveries.ports import FileStore, Place, Scanner
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import copenhagen_day, start_of_day
from selvbetjening.kernel.ids import OrganizationId

#: A name that was delivered is shown in the inbox for so long, and cannot be written meanwhile (C.1, C.2).
NAMES_KEPT: Final = timedelta(days=30)


def store() -> FileStore:
    """The adapter of `settings.FILE_STORE`."""
    adapter: FileStore = import_string(settings.FILE_STORE)()
    return adapter


def scanner() -> Scanner:
    """The adapter of `settings.SCANNER`."""
    adapter: Scanner = import_string(settings.SCANNER)()
    return adapter


def bytes_of(organization: OrganizationId, *, id: UUID, offset: int = 0, length: int | None = None) -> Iterator[bytes]:
    """The bytes of a staging, a delivery or a file to collect, by its id. Raises `ports.StoreFailed`."""
    return store().read(Place(organization, id), offset=offset, length=length)


@dataclass(frozen=True, slots=True)
class Used:
    """Bytes that count against the company's quota, and uploads begun today."""

    bytes: int
    files_today: int


def used(organization: OrganizationId, *, at: datetime, but: UUID | None = None) -> Used:
    """Computed from the rows each time, so that no counter can drift (SEC-80). `but` is a staging left out."""
    today = start_of_day(copenhagen_day(at))
    with within(organization):
        mine = Q(organization_id=organization)
        open_ones = Staging.objects.filter(mine, ~Q(id=but) if but else Q(), state__in=OPEN_STAGING)
        staged = open_ones.aggregate(total=Sum("reserved"))["total"] or 0
        kept = Delivery.objects.filter(mine, content_gone_on=None).aggregate(total=Sum("size"))["total"] or 0
        out = OutFile.objects.filter(mine, content_gone_on=None).aggregate(total=Sum("size"))["total"] or 0
        begun = Staging.objects.filter(mine, began_at__gte=today).count()
    return Used(staged + kept + out, begun)


def under_way(organization: OrganizationId, *, membership: UUID | None, at: datetime) -> int:
    """How many files this person is sending over HTTPS at this moment."""
    return Staging.objects.filter(
        organization_id=organization, door="https", membership_id=membership, state=StagingState.RECEIVING,
        lease_until__gt=at,
    ).count()  # fmt: skip


def delivered_as(
    organization: OrganizationId, *, environment: str, folder: str, clash_key: str, at: datetime
) -> int | None:
    """The number of the delivery that has this name in an SFTP folder already, or None."""
    found = Delivery.objects.filter(
        organization_id=organization, environment=environment, folder=folder, clash_key=clash_key, door="sftp",
        received_at__gt=at - NAMES_KEPT,
    )  # fmt: skip
    return found.values_list("number", flat=True).order_by("-number").first()
