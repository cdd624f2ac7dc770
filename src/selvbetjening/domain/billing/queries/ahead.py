"""What of a subscription was invoiced before it begins."""

from datetime import date

from selvbetjening.domain.billing.models import BilledPeriod
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.kernel.ids import OrganizationId


def first_unbilled(organization: OrganizationId, *, subscription: Subscription) -> date:
    """The first day of the first period, from its renewal on, that is not billed; one query."""
    return _ahead_to(organization, subscription) or subscription.renews_on


def is_billed_ahead(organization: OrganizationId, *, subscription: Subscription) -> bool:
    """Whether the period that begins at its renewal is billed already; one query."""
    return _ahead_to(organization, subscription) is not None


def _ahead_to(organization: OrganizationId, mine: Subscription) -> date | None:
    found = BilledPeriod.objects.filter(organization_id=organization, subscription_id=mine.id, starts_on=mine.renews_on)
    return found.values_list("ends_on", flat=True).first()
