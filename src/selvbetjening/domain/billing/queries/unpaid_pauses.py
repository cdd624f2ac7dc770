"""Subscriptions that are paused until an invoice is paid that could not be charged (`after_last_try`)."""

from uuid import UUID

from django.db.models import F

from selvbetjening.domain.billing.models import Quote
from selvbetjening.domain.invoicing.models import InvoiceLine
from selvbetjening.domain.payments.models import CardCollection
from selvbetjening.domain.subscriptions.lifecycle import State
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def subscriptions_on(organization: OrganizationId, *, invoice: UUID) -> list[Subscription]:
    """The subscriptions that the invoice has lines of."""
    lines = InvoiceLine.objects.filter(organization_id=organization, invoice_id=invoice, subscription_id__isnull=False)
    mine = Subscription.objects.filter(organization_id=organization, id__in=lines.values("subscription_id"))
    return list(mine.order_by("id"))


def is_paused_by_company(organization: OrganizationId, *, subscription: Subscription) -> bool:
    """Whether the pause that runs now is one that nobody of the account asked for."""
    if subscription.state != State.PAUSED:
        return False
    quotes = Quote.objects.filter(
        organization_id=organization, subscription_id=subscription.id, act="pause", used_at__isnull=False
    )
    last = quotes.order_by("-used_at").first()
    if last is None or not last.content["wanted"].get("by_company") or last.used_at is None:
        return False
    return copenhagen_day(last.used_at) == subscription.paused_on


def waits_for_payment(organization: OrganizationId, *, subscription: Subscription) -> bool:
    """Whether it is paused until an invoice is paid that is still unpaid."""
    if not is_paused_by_company(organization, subscription=subscription):
        return False
    lines = InvoiceLine.objects.filter(organization_id=organization, subscription_id=subscription.id)
    unpaid = CardCollection.objects.filter(
        organization_id=organization,
        invoice_id__in=lines.values("invoice_id"),
        invoice__settled_minor__lt=F("invoice__total_minor"),
    )
    return unpaid.exclude(state__in=("done", "stopped")).exists()
