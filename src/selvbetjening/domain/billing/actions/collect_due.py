"""Charge what is due by card. It may be run twice, by two at once, and be killed anywhere (G2, G3, G6).

The row decides: one that is `running` has its attempt, which the poller takes up where a worker was killed.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from django.db.models import Exists, OuterRef

from selvbetjening.domain.billing.actions.charge import charge
from selvbetjening.domain.billing.actions.start_charge import start_charge
from selvbetjening.domain.billing.queries.card_collections import due_rows
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.models import CardCollection
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

log = structlog.get_logger("selvbetjening.cards")

#: Charges of one job: each asks a gateway, and takes part of a second.
BATCH: Final = 50


def collect_due(organization: OrganizationId, *, at: datetime) -> int:
    """Charge every invoice whose day has come, one after the other; how many were charged."""
    return sum(collect(organization, collections=batch, at=at) for batch in _batches(organization, at))


def collect(organization: OrganizationId, *, collections: Sequence[UUID], at: datetime) -> int:
    """Charge these, each in transactions of its own; how many were. One that goes wrong does not stop the others."""
    charged = 0
    for each in collections:
        try:
            attempt = start_charge(organization, collection=each, at=at)
            if attempt is not None:
                charge(organization, attempt=attempt, at=at)
                charged += 1
        except Exception as trouble:
            log.error("charge went wrong", organization=str(organization), collection=str(each), exc_info=trouble)
    return charged


@job(name="billing.collect", attempts=1)
def collect_job(organization: OrganizationId, *, at: datetime) -> None:
    """Wake a job for each batch of what is due."""
    for batch in _batches(organization, at):
        with within(organization):
            collect_batch_job.defer(organization, collections=",".join(map(str, batch)))


@job(name="billing.collect_batch", attempts=1)
def collect_batch_job(organization: OrganizationId, *, at: datetime, collections: str) -> None:
    """Charge one batch; rows that another job has taken meanwhile are passed over."""
    collect(organization, collections=[UUID(each) for each in collections.split(",")], at=at)


@job(name="billing.charge", attempts=1)
def charge_job(organization: OrganizationId, *, at: datetime, attempt: str) -> None:
    """Charge one attempt that is written down."""
    charge(organization, attempt=UUID(attempt), at=at)


def sweep_collections(*, at: datetime) -> int:
    """Wake the collection of each active organization with a charge that is due; how many.

    Reads ids only through the doorway (SEC-18); one too many finds nothing to do.
    """
    with doorway(reason="card sweep: who has a charge that is due", actor=SYSTEM, at=at) as alias:
        due = CardCollection.objects.filter(
            organization_id=OuterRef("id"), state="waiting", next_on__lte=copenhagen_day(at)
        )
        found = Organization.objects.using(alias).filter(Exists(due), is_active=True).order_by("id")
        ids = [OrganizationId(id_) for id_ in found.values_list("id", flat=True)]
    for organization in ids:
        with within(organization):
            collect_job.defer(organization)
    return len(ids)


def _batches(organization: OrganizationId, at: datetime) -> Iterator[list[UUID]]:
    after = None
    while True:
        with within(organization):
            if not organizations.get(organization).is_active:
                return
            batch = due_rows(organization, today=copenhagen_day(at), after=after, limit=BATCH)
        if not batch:
            return
        yield batch
        after = batch[-1]
