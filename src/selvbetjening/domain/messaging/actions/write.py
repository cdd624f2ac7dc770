"""Put a mail into the outbox."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from selvbetjening.domain.messaging.actions.deliver import deliver_job
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.messaging.rules.letters import Letter, LetterRefused, has_control
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def write(
    organization: OrganizationId,
    *,
    key: str,
    letter: Letter,
    to: str,
    language: str,
    reply_to: str = "",
    attachment: UUID | None = None,
    at: datetime,
) -> None:
    """Queue one mail to one address, in the transaction of what causes it; the same `key` again does nothing.

    `to` and `reply_to` are bare addresses: a line break in them raises `LetterRefused` (SEC-62). `attachment` is the
    id that the loader registered for this kind of letter understands.
    """
    if has_control(text=to) or has_control(text=reply_to):
        raise LetterRefused("an address is one line")
    with within(organization):
        try:
            with transaction.atomic():
                message = Message.objects.create(
                    organization_id=organization, key=key, kind=letter.kind, to_address=to, reply_to=reply_to,
                    language=language, subject=letter.subject, text=letter.text, html=letter.html,
                    attachment=attachment, next_attempt_at=at, created_at=at,
                )  # fmt: skip
        except IntegrityError:
            if Message.objects.filter(organization_id=organization, key=key).exists():
                return
            raise
        deliver_job.defer(organization, message=str(message.id))
