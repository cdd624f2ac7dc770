"""The invoices of an account that a card is to pay by itself, and when."""

from uuid import UUID

from selvbetjening.domain.payments.models import CardCollection
from selvbetjening.kernel.ids import OrganizationId

#: A card pays, or is about to; what was given up or stopped is paid by hand.
GOING = ("waiting", "running", "asking")


def going(organization: OrganizationId, *, account: UUID) -> dict[UUID, CardCollection]:
    """By invoice, what goes on by card at this moment, with the invoice but for its snapshot; one query."""
    mine = CardCollection.objects.filter(organization_id=organization, account_id=account, state__in=GOING)
    found = mine.select_related("invoice").defer("invoice__snapshot").order_by("next_on", "invoice__number")
    return {row.invoice_id: row for row in found}
