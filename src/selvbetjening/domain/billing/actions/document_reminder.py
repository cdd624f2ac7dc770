"""Make a letter's PDF once, and keep it with its hash: what was sent is what is fetched (XB-20)."""

import hashlib
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.billing.documents.letterhead import company_of
from selvbetjening.domain.billing.documents.reminder import reminder_pdf
from selvbetjening.domain.billing.rules.letter import LetterText
from selvbetjening.domain.invoicing.models import Reminder, ReminderDocument
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def document_reminder(organization: OrganizationId, *, reminder: UUID, at: datetime) -> ReminderDocument:
    """The stored PDF of a letter, made now where it is missing; two at once store one and both return it.

    Raises `Reminder.DoesNotExist`, for the letters of an invoice whose content was erased in time, too. Nothing is
    recorded: that the letter was sent is.
    """
    with within(organization):
        kept = Reminder.objects.filter(organization_id=organization, invoice__content_erased_on=None)
        letter = kept.select_for_update(no_key=True, of=("self",)).get(id=reminder)
        if found := ReminderDocument.objects.filter(organization_id=organization, reminder=letter).first():
            return found
        content = reminder_pdf(LetterText.from_data(letter.snapshot), company=company_of(organization))
        return ReminderDocument.objects.create(
            organization_id=organization,
            reminder=letter,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            created_at=at,
        )
