"""Close every door that a recipient has open (SEC-28, SEC-30)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.identity.actions.keep_session import remove_of_recipient
from selvbetjening.domain.identity.models import LoginLink
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def end_access(organization: OrganizationId, *, recipient: UUID, at: datetime) -> None:
    """Void the recipient's open links and end the recipient's sessions; the caller records why.

    For somebody who is barred or whose address is another one now: whoever holds the old mailbox, or sits at a
    browser that is logged in, is a stranger from here on, also after a later admission.
    """
    with within(organization):
        # The links first: a press under way holds its link, and its session is then there to be ended.
        LoginLink.objects.filter(
            organization_id=organization, recipient_id=recipient, spent_at__isnull=True, voided_at__isnull=True
        ).update(voided_at=at)
        remove_of_recipient(organization, recipient=recipient)
