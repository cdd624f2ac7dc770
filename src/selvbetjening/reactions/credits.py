"""Credit notes and what goes back: the PDF and its mail, and the money when nothing can use it any more."""

from uuid import UUID

from selvbetjening.domain.billing.actions.refund_after_last import refund_after_last
from selvbetjening.domain.history.subscribers import Recorded
from selvbetjening.domain.invoicing import queries as invoicing
from selvbetjening.domain.invoicing.actions.document_credit_note import document_credit_note
from selvbetjening.domain.invoicing.events import CreditNoteIssued
from selvbetjening.domain.invoicing.queries.credit_notes import stored_credit_document
from selvbetjening.domain.invoicing.rules.electronic import takes_mail
from selvbetjening.domain.messaging import mails
from selvbetjening.domain.messaging.ports import Attachment
from selvbetjening.domain.organizations.permissions import VIEW_INVOICES
from selvbetjening.domain.payments.events import RefundOpened
from selvbetjening.domain.subscriptions.events import SubscriptionEnded
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.reactions.post import account_of, day_in, id_in, mail, money_in


def send_credit_note(event: Recorded) -> None:
    """The PDF first, then the mail with it; a public body gets its e-invoice instead (EIN-1)."""
    note = invoicing.credit_note(event.organization, account=account_of(event), credit_note=id_in(event, "credit_note"))
    document_credit_note(event.organization, credit_note=note.id, at=event.at)
    if not takes_mail(party_type=note.snapshot["buyer"]["party_type"]):
        return
    mail(
        event,
        "invoice",
        mails.credit_note_issued,
        number=str(note.number),
        original=note.original_number,
        total=note.total,
        left=not note.unused.is_zero,
        path=f"/fakturaer/kreditnota/{note.id}/",
        needs=VIEW_INVOICES,
        attachment=note.id,
    )


def credit_note_pdf(organization: OrganizationId, credit_note: UUID) -> Attachment:
    """The stored PDF of a credit note, as a mail takes it along."""
    found = stored_credit_document(organization, credit_note=credit_note)
    if found is None:
        raise LookupError("the credit note's PDF is made before its mail is written")
    return Attachment(f"kreditnota-{found.credit_note.number}.pdf", "application/pdf", bytes(found.content))


def tell_refund(event: Recorded) -> None:
    """Money goes back. That of a withdrawal stands in its receipt (WDR-7)."""
    if event.data["reason"] == "withdrawal":
        return
    mail(
        event,
        "payment",
        mails.refund_opened,
        amount=money_in(event, "amount"),
        reason=event.data["reason"],
        due_on=day_in(event, "due_on"),
        path="/fakturaer/til-gode/",
        needs=VIEW_INVOICES,
    )


def give_back(event: Recorded) -> None:
    """CAN-4: what a consumer has left when the last subscription is over."""
    refund_after_last(event.organization, account=account_of(event), at=event.at)


SUBSCRIPTIONS = (
    (CreditNoteIssued, send_credit_note),
    (RefundOpened, tell_refund),
    (SubscriptionEnded, give_back),
)
ATTACHMENTS = {"credit_note_issued": credit_note_pdf}
