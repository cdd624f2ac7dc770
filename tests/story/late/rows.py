"""A letter, a dispute and a file of somebody's, for the tests that try every address with somebody's ids."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.billing.queries.reminding import due_of
from selvbetjening.domain.invoicing.models import InvoiceLine, Reminder
from selvbetjening.domain.payments.actions.open_dispute import open_dispute
from selvbetjening.domain.payments.models import Dispute, DisputeFile
from selvbetjening.domain.payments.rules.disputes import Upload
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from tests.story.late.debts import CUSTOMER


def letter_of(organization: OrganizationId, *, invoice: UUID, at: datetime) -> UUID:
    """The first letter of the invoice; made when there is none yet, whatever the company's manner says."""
    with within(organization):
        if found := Reminder.objects.filter(invoice_id=invoice).first():
            return found.id
        due = due_of(organization, invoice=invoice, today=copenhagen_day(at))
        text = due.text
        made = Reminder.objects.create(
            organization_id=organization, account_id=due.invoice.account_id, invoice_id=invoice,
            number=1, principal_minor=text.principal_minor, total_minor=text.total_minor,
            currency=text.currency, sent_on=text.sent_on, deadline_on=text.deadline_on, snapshot=text.as_data(),
            made_at=at,
        )  # fmt: skip
        return made.id


def dispute_of(organization: OrganizationId, *, invoice: UUID, at: datetime) -> UUID:
    """The dispute of the invoice's first line, with a file; made when there is none yet."""
    with within(organization):
        if found := Dispute.objects.filter(invoice_id=invoice).first():
            return found.id
        line = InvoiceLine.objects.filter(invoice_id=invoice).select_related("invoice").order_by("position")[0]
        files = [Upload("a.pdf", b"%PDF-1 %%EOF")]
        return open_dispute(
            organization, account=line.invoice.account_id, line=line.id, reason="other", text="Nej", files=files,
            actor=CUSTOMER, at=at,
        ).id  # fmt: skip


def file_of(organization: OrganizationId, *, invoice: UUID, at: datetime) -> UUID:
    """The file of that dispute."""
    dispute_of(organization, invoice=invoice, at=at)
    with within(organization):
        return DisputeFile.objects.filter(message__dispute__invoice_id=invoice)[0].id
