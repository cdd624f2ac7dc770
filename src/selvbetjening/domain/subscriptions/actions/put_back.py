"""Put back what an act did beside a subscription's own row."""

from uuid import UUID

from selvbetjening.domain.subscriptions.models import ScheduledChange
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def put_back(
    organization: OrganizationId,
    *,
    subscription: UUID,
    planned: str | None,
    removed: str | None,
) -> None:
    """Remove the change that was planned, and let the one that was removed wait again.

    The ids are those of rows of the subscription, locked by the caller, who records the fact.
    """
    with within(organization):
        changes = ScheduledChange.objects.filter(organization_id=organization, subscription_id=subscription)
        if planned:
            changes.filter(id=planned, state="waiting").update(state="removed")
        if removed:
            changes.filter(id=removed, state="removed").update(state="waiting")
