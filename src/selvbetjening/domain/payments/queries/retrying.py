"""Whether a charge that failed may be tried again by the payer (`retry_payment`)."""

from datetime import date
from uuid import UUID

from selvbetjening.domain.payments.models import CardCollection, PaymentCard
from selvbetjening.domain.payments.queries.cards import card_to_charge
from selvbetjening.kernel.ids import OrganizationId


def card_to_retry(
    organization: OrganizationId, *, account: UUID, invoice: UUID, currency: str, today: date
) -> PaymentCard | None:
    """The card that would be charged again for an invoice whose charge failed; None where none failed. Two queries."""
    mine = CardCollection.objects.filter(organization_id=organization, account_id=account, invoice_id=invoice)
    row = mine.first()
    if row is None or not (row.state in ("asking", "given_up") or (row.state == "waiting" and row.tries > 0)):
        return None
    return card_to_charge(organization, account=account, currency=currency, today=today)
