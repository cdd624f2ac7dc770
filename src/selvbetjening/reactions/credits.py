"""Credit notes: the PDF and its mail."""

from uuid import UUID

from selvbetjening.domain.history.subscribers import Recorded
from selvbetjening.domain.invoicing import queries as invoicing
from selvbetjening.domain.invoicing.actions.document_credit_note import document_credit_note
from selvbetjening.domain.invoicing.events import CreditNoteIssued
from selvbetjening.domain.invoicing.queries.credit_notes import stored_credit_document
from selvbetjening.domain.invoicing.rules.electronic import takes_mail
from selvbetjening.domain.messaging import mails
from selvbetjening.domain.messaging.ports import Attachment
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.organizations.permissions import VIEW_INVOICES
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.reactions.post import account_of, id_in, mail


def send_credit_note(event: Recorded) -> None:
    """The PDF first, then the mail with it; a public body gets its e-invoice instead (EIN-1)."""
    note = invoicing.credit_note(event.organization, account=account_of(event), credit_note=id_in(event, "credit_note"))
    document_credit_note(event.organization, credit_note=note.id, at=event.at)
    if not takes_mail(party_type=note.snapshot["buyer"]["party_type"]):
        return
    shows = organizations.get(event.organization).choice("mail_show_amounts")
    mail(
        event,
        "invoice",
        mails.credit_note_issued,
        number=str(note.number),
        original=note.original_number,
        total=note.total if shows else None,
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


SUBSCRIPTIONS = ((CreditNoteIssued, send_credit_note),)
ATTACHMENTS = {"credit_note_issued": credit_note_pdf}
