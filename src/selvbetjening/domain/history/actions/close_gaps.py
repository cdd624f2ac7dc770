"""Take into the log what stands in the book only: events from before there was a log (CM-10)."""

from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from selvbetjening.domain.history.actions.chain import Unchained, chain
from selvbetjening.domain.history.models import Event, LogEntry
from selvbetjening.domain.history.rules.chain import canonical, opened_text
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId

_AT_ONCE: Final = 5_000


def close_gaps(organization: OrganizationId) -> int:
    """Put events of accounts that have no place yet behind the log's end, oldest first; return how many there were."""
    done = 0
    while True:
        with within(organization):
            one_at_a_time(organization, what="close the log's gaps")
            loose = Event.objects.filter(organization_id=organization, account_id__isnull=False)
            found = list(_without_place(loose).order_by("at", "id")[:_AT_ONCE])
            if not found:
                return done
            chain(organization, items=[[_unchained(event) for event in found]])
            done += len(found)


def close_all_gaps(*, at: datetime) -> int:
    """Wake the work for each organization with events outside their log, and return how many there were."""
    with doorway(reason="events that stand outside their log", actor=SYSTEM, at=at) as alias:
        loose = Event.objects.using(alias).filter(account_id__isnull=False)
        found = list(_without_place(loose).order_by().values_list("organization_id", flat=True).distinct())
    for organization in found:
        with within(OrganizationId(organization)):
            close_gaps_job.defer(OrganizationId(organization))
    return len(found)


@job(name="history.close_gaps")
def close_gaps_job(organization: OrganizationId, *, at: datetime) -> None:
    """The wake-up for one organization."""
    close_gaps(organization)


def _without_place(events: QuerySet[Event]) -> QuerySet[Event]:
    return events.filter(~Exists(LogEntry.objects.using(events.db).filter(event_id=OuterRef("id"))))


def _unchained(event: Event) -> Unchained:
    text = opened_text(
        account=event.account_id, act=event.name, actor=event.actor_id, actor_kind=event.actor_kind, at=event.at,
        data=canonical(value=event.data), id_=event.id, organization=event.organization_id,
    )  # fmt: skip
    return Unchained(str(event.id), str(event.account_id), text)
