"""The store and the scanner that the installation has chosen, and how much of the store a company uses."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import connections
from django.db.models import Case, Count, F, Q, Sum, When
from django.utils.module_loading import import_string

from selvbetjening.domain.deliveries.lifecycle import OPEN_STAGING, StagingState
from selvbetjening.domain.deliveries.models import Staging
from selvbetjening.domain.deliveries.ports import FileStore, Place, Scanner
from selvbetjening.domain.deliveries.rules.limits import HOUR, Begun
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


# Plain SQL: five questions in one statement, asked while the company's other senders wait.
_USED: Final = """
    SELECT (SELECT coalesce(sum(CASE WHEN lease_until > %(at)s THEN reserved ELSE "offset" END), 0)
            FROM deliveries_staging
            WHERE organization_id = %(here)s AND state = ANY(%(open)s) AND id IS DISTINCT FROM %(but)s::uuid)
         + (SELECT coalesce(sum(size), 0) FROM deliveries_delivery
            WHERE organization_id = %(here)s AND content_gone_on IS NULL)
         + (SELECT coalesce(sum(size), 0) FROM deliveries_outfile
            WHERE organization_id = %(here)s AND content_gone_on IS NULL) AS bytes,
           (SELECT count(*) FROM deliveries_staging
            WHERE organization_id = %(here)s AND began_at >= %(today)s AND state <> %(removed)s)
         + (SELECT count(*) FROM deliveries_marker
            WHERE organization_id = %(here)s AND noted_at >= %(today)s) AS files_today
"""


def used(organization: OrganizationId, *, at: datetime, but: UUID | None = None) -> Used:
    """Computed from the rows each time, so that no counter can drift (SEC-80). `but` is a staging left out.

    Room that was asked for is held while somebody writes; of an upload that is silent only its bytes count. So nobody
    keeps others from sending by announcing files. What was thrown away is no file of today.
    """
    asked: dict[str, Any] = {
        "here": organization, "at": at, "but": but, "open": [each.value for each in OPEN_STAGING],
        "today": start_of_day(copenhagen_day(at)), "removed": StagingState.REMOVED.value,
    }  # fmt: skip
    with within(organization, savepoint=False), connections["default"].cursor() as cursor:
        cursor.execute(_USED, asked)
        total, begun = cursor.fetchone()
    return Used(int(total), begun)


def _held(at: datetime) -> Case:
    return Case(When(lease_until__gt=at, then=F("reserved")), default=F("offset"))


def of_person(organization: OrganizationId, *, membership: UUID | None, at: datetime) -> Begun:
    """What a person has begun over HTTPS, from the rows."""
    mine = Staging.objects.filter(organization_id=organization, door="https", membership_id=membership)
    open_ones = mine.filter(state__in=OPEN_STAGING)
    running = Q(state=StagingState.RECEIVING, lease_until__gt=at)
    found = open_ones.aggregate(
        running=Count("id", filter=running), unfinished=Count("id", filter=~Q(state=StagingState.STAGED)),
        bytes=Sum(_held(at)),
    )  # fmt: skip
    lately = mine.filter(began_at__gt=at - HOUR).count()
    return Begun(found["running"], found["unfinished"], found["bytes"] or 0, lately)


_DELIVERED_AS: Final = """
    SELECT max(number) FROM deliveries_delivery
    WHERE organization_id = %s AND environment = %s AND folder = %s AND clash_key = %s AND door = 'sftp'
          AND received_at > %s
"""


def delivered_as(
    organization: OrganizationId, *, environment: str, folder: str, clash_key: str, at: datetime
) -> int | None:
    """The number of the delivery that has this name in an SFTP folder already, or None."""
    with connections["default"].cursor() as cursor:
        cursor.execute(_DELIVERED_AS, [organization, environment, folder, clash_key, at - NAMES_KEPT])
        number: int | None = cursor.fetchone()[0]
    return number
