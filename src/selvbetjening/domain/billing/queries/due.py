"""What the billing run reads: accounts with something due, and what their subscriptions are about to become."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.models import BilledPeriod
from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.subscriptions.lifecycle import State
from selvbetjening.domain.subscriptions.models import ScheduledChange, Subscription
from selvbetjening.kernel.ids import OrganizationId


class Waiting(NamedTuple):
    """A planned change."""

    id: UUID
    terms: UUID
    quantity: int
    effective_on: date


def accounts_with_due(organization: OrganizationId, *, after: str | None, today: date, limit: int) -> list[Account]:
    """The next accounts, by code, that have a subscription to renew or to end by `today`."""
    due = Subscription.objects.filter(
        organization_id=organization, account_id=OuterRef("id"), renews_on__lte=today
    ).exclude(state=State.ENDED)
    found = Account.objects.filter(Exists(due), organization_id=organization).order_by("code")
    return list((found.filter(code__gt=after) if after is not None else found)[:limit])


def waiting_changes(organization: OrganizationId, *, subscriptions: Collection[UUID]) -> dict[UUID, Waiting]:
    """The planned change of each of these subscriptions that has one."""
    found = ScheduledChange.objects.filter(
        organization_id=organization, subscription_id__in=subscriptions, state="waiting"
    ).values_list("subscription_id", "id", "terms_id", "quantity", "effective_on")
    return {subscription: Waiting(*rest) for subscription, *rest in found}


def terms_by_id(organization: OrganizationId, *, ids: Iterable[UUID]) -> dict[UUID, PlanTerms]:
    """These terms with their plans, offered or not."""
    found = PlanTerms.objects.filter(organization_id=organization, id__in=set(ids)).select_related("plan")
    return {terms.id: terms for terms in found}


def billed_starts(
    organization: OrganizationId, *, subscriptions: Collection[UUID], since: date
) -> dict[UUID, set[date]]:
    """The first days of the periods, from `since` on, that are billed already: what is subtracted."""
    found: dict[UUID, set[date]] = {}
    rows = BilledPeriod.objects.filter(
        organization_id=organization, subscription_id__in=subscriptions, starts_on__gte=since
    ).values_list("subscription_id", "starts_on")
    for subscription, starts_on in rows:
        found.setdefault(subscription, set()).add(starts_on)
    return found
