"""Since when the money is owed that an act gives back and charges again: that day stays."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, Min, OuterRef, Q

from selvbetjening.domain.billing.models import GivenBack
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.payments.models import CreditUse
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.kernel.ids import OrganizationId


def unpaid_when_changed(organization: OrganizationId, *, lines: Iterable[UUID]) -> date | None:
    """The first day to pay of the invoices of these lines that are not paid; None where all are."""
    found = Invoice.objects.filter(organization_id=organization, lines__in=list(lines))
    first: date | None = found.filter(settled_minor__lt=F("total_minor")).aggregate(first=Min("due_on"))["first"]
    return first


def unpaid_when_given_back(
    organization: OrganizationId,
    *,
    quote: UUID | None = None,
    of: Subscription | None = None,
    since: date | None = None,
    until: date,
) -> date | None:
    """The first day to pay of invoices that were not paid when days after `until` were given back of them.

    Either by this quote, or by the act that gave back the days of a subscription `since` a day. What was given back
    paid for the invoice itself then, and for others where it was paid already.
    """
    own = CreditUse.objects.filter(
        organization_id=organization,
        invoice_id=OuterRef("invoice_line__invoice_id"),
        credit_note__invoice_id=OuterRef("invoice_line__invoice_id"),
        amount_minor__gt=0,
    )
    by = Q(quote_id=quote) if quote else Q(subscription=of, undone_at=None, from_on=since)
    back = GivenBack.objects.filter(by, organization_id=organization, invoice_line__ends_on__gt=until)
    still = Q(invoice_line__invoice__settled_minor__lt=F("invoice_line__invoice__total_minor"))
    unpaid = back.filter(still | Exists(own))
    first: date | None = unpaid.aggregate(first=Min("invoice_line__invoice__due_on"))["first"]
    return first
