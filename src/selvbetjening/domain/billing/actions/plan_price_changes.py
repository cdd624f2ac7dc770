"""Put a told price on the subscriptions that renew next at it (CAN-6)."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet

from selvbetjening.domain.billing.models import PriceNotice
from selvbetjening.domain.billing.queries.ahead import first_unbilled
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.subscriptions.actions.schedule_change import schedule_change
from selvbetjening.domain.subscriptions.models import ScheduledChange
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId

BATCH = 200


def plan_price_changes(organization: OrganizationId, *, at: datetime) -> int:
    """Plan the change for the first renewal on or after its day, and return how many were planned. May be run again.

    Not for who has cancelled, has moved to other terms, has got a price of their own, or plans another
    change. A plan that was taken
    away is planned anew: the price is no offer. Records `ChangeScheduled`.
    """
    planned = 0
    while True:
        with within(organization):
            batch = list(_due(organization)[:BATCH])
            for notice in batch:
                mine = subscriptions.locked(
                    organization, account=notice.account_id, subscription=notice.subscription_id
                )
                schedule_change(
                    organization,
                    subscription=mine,
                    terms=notice.price_change.to_terms_id,
                    quantity=mine.quantity,
                    effective_on=first_unbilled(organization, subscription=mine),
                    actor=SYSTEM,
                    at=at,
                )
                PriceNotice.objects.filter(organization_id=organization, id=notice.id).update(planned_at=at)
        if not batch:
            return planned
        planned += len(batch)


def _due(organization: OrganizationId) -> QuerySet[PriceNotice]:
    waiting = ScheduledChange.objects.filter(
        organization_id=organization, subscription_id=OuterRef("subscription_id"), state="waiting"
    )
    found = PriceNotice.objects.filter(
        ~Exists(waiting),
        organization_id=organization,
        subscription__organization_id=organization,
        price_change__organization_id=organization,
        subscription__state="active",
        subscription__terms_id=F("price_change__from_terms_id"),
        subscription__own_price_minor=None,
        subscription__renews_on__gte=F("effective_on"),
    )
    return found.select_related("price_change").order_by("subscription_id", "price_change__created_at")
