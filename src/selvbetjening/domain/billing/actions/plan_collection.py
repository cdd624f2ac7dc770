"""Write down that an invoice is collected by card (docs/stories/0004-cards.md, "It is collected by itself")."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.payments.models import CardCollection
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId, new_id


def plan_collection(organization: OrganizationId, *, invoice: UUID, at: datetime) -> CardCollection | None:
    """The invoice's one row, due on its due day; None for one that says that it is paid in another way.

    What the issued document says decides: who was told to pay by transfer is not charged by surprise, and who was told
    that the card is charged need do nothing. Twice is once. Raises `Invoice.DoesNotExist`.
    """
    with within(organization):
        # Not the whole document: this is asked of every invoice of every run.
        mine = Invoice.objects.filter(organization_id=organization, id=invoice)
        told = mine.values_list("snapshot__payment__by_card", "account_id", "due_on", "total_minor")
        by_card, account, due_on, total = told.get()
        if not by_card or total <= 0:
            return None
        row = CardCollection(
            id=new_id(),
            organization_id=organization,
            account_id=account,
            invoice_id=invoice,
            first_on=due_on,
            next_on=due_on,
            made_at=at,
        )
        CardCollection.objects.bulk_create([row], ignore_conflicts=True)
        return CardCollection.objects.get(organization_id=organization, invoice_id=invoice)
