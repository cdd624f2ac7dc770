"""What may be asked of the book."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count

from selvbetjening.domain.history.models import ATTEMPTS, Event, PendingReaction
from selvbetjening.domain.history.subscribers import Recorded
from selvbetjening.kernel.ids import OrganizationId


def of_account(organization: OrganizationId, *, account: UUID, limit: int) -> list[Event]:
    """What happened to one account, newest first."""
    found = Event.objects.filter(organization_id=organization, account_id=account)
    return list(found.order_by("-at", "id")[:limit])


def changes(organization: OrganizationId, *, limit: int, without: Collection[str] = ()) -> list[Event]:
    """What was done to the organization, and what people did to its accounts, newest first; `without` are names.

    What the system does to accounts by itself, such as renewing a hundred thousand subscriptions, is left out.
    """
    found = Event.objects.filter(organization_id=organization).exclude(name__in=without).order_by("-at", "id")
    of_people = found.exclude(actor_kind="system")
    both = {event.id: event for part in (found.filter(account_id=None), of_people) for event in part[:limit]}
    return sorted(both.values(), key=lambda event: event.at, reverse=True)[:limit]


def given_up(organization: OrganizationId) -> list[PendingReaction]:
    """Reactions that failed too often and wait for a person."""
    return list(PendingReaction.objects.filter(organization_id=organization, attempts__gte=ATTEMPTS))


def organizations_that_are_owed(*, using: str, before: datetime) -> list[OrganizationId]:
    """Organizations with reactions owed since before then. Across organizations: only through the doorway."""
    owed = PendingReaction.objects.using(using).filter(recorded_at__lt=before, attempts__lt=ATTEMPTS)
    return [OrganizationId(id_) for id_ in owed.values_list("organization_id", flat=True).distinct()]


def same_act(organization: OrganizationId, *, event: Recorded) -> dict[str, dict[str, Any]]:
    """What else the same actor did to the account in the same instant: name → data. An act has one `at`."""
    found = Event.objects.filter(
        organization_id=organization, account_id=event.account, at=event.at, actor_kind=event.actor_kind
    )
    return dict(found.values_list("name", "data"))


def counts(organization: OrganizationId, *, since: datetime) -> dict[str, int]:
    """How often each fact was recorded from that instant on: name → number; facts that were not are left out."""
    found = Event.objects.filter(organization_id=organization, at__gte=since)
    return dict(found.order_by().values_list("name").annotate(Count("id")))
