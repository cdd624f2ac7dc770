"""Post one mail of the outbox."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import structlog
from django.conf import settings
from django.db.models import F, QuerySet
from django.utils.module_loading import import_string

from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.messaging.ports import Attachment, Mail, Post, PostRefused, attachment_loader, secret_maker
from selvbetjening.domain.messaging.queries import sender
from selvbetjening.domain.messaging.rules.retries import CLAIM, TRIES, next_try
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId

log = structlog.get_logger("selvbetjening.mail")


def deliver(organization: OrganizationId, *, message: UUID, at: datetime) -> None:
    """Claim the mail, post it outside any transaction, and mark what came of it.

    A mail that is not due, claimed by another worker, sent or failed is left alone. Refused for good: `failed`.
    Refused for now: tried again with growing waits, `failed` after the eighth try. A worker killed between posting and
    marking posts once more when the claim has run out, with the same Message-ID: better twice than never. A mail that
    breaks every try is `failed` after as many.
    """
    row = _claim(organization, message=message, at=at)
    mail = _mail(organization, row, at) if row else None
    if mail is None:
        return
    post: Post = import_string(settings.POST)()
    try:
        post.deliver(mail)
    except PostRefused as refusal:
        _not_taken(organization, message=message, refusal=refusal, at=at)
        return
    with within(organization):
        _queued(organization, message).update(state=Message.State.SENT, sent_at=at, last_error="")


@job(name="messaging.deliver", queue="mail")
def deliver_job(organization: OrganizationId, *, at: datetime, message: str) -> None:
    """The wake-up for one mail."""
    deliver(organization, message=UUID(message), at=at)


def _queued(organization: OrganizationId, message: UUID) -> QuerySet[Message]:
    return Message.objects.filter(organization_id=organization, id=message, state=Message.State.QUEUED)


def _claim(organization: OrganizationId, *, message: UUID, at: datetime) -> Message | None:
    """Take the mail for `CLAIM`: one conditional UPDATE, so that of two workers one gets it.

    A transaction of its own: whatever breaks afterwards, the try is counted.
    """
    with within(organization):
        mine = _queued(organization, message).filter(next_attempt_at__lte=at)
        if not mine.update(attempts=F("attempts") + 1, next_attempt_at=at + CLAIM):
            return None
        row = Message.objects.get(organization_id=organization, id=message)
        if row.attempts <= TRIES:
            return row
        # No try ended, not even with a refusal: it breaks whoever touches it.
        _queued(organization, message).update(state=Message.State.FAILED, last_error="gave_up")
    log.warning("mail given up", organization=str(organization), kind=row.kind, state="failed")
    return None


def _mail(organization: OrganizationId, row: Message, at: datetime) -> Mail | None:
    """The mail with its secrets and its file; None, and `failed`, when it is too late for them."""
    with within(organization):
        maker = secret_maker(row.kind)
        secrets = maker(organization, UUID(row.key.rpartition(":")[2]), at) if maker else {}
        if secrets is None:
            _queued(organization, row.id).update(state=Message.State.FAILED, last_error="too_late")
            return None
        return _filled(organization, row, secrets)


def _filled(organization: OrganizationId, row: Message, secrets: Mapping[str, str]) -> Mail:
    text, html = row.text, row.html
    for name, value in secrets.items():
        text, html = text.replace(f"[[{name}]]", value), html.replace(f"[[{name}]]", value)
    address: str = settings.MAIL_FROM
    company = sender(organization)
    return Mail(
        message_id=f"<{row.id}@{address.rpartition('@')[2]}>",
        sender=address,
        sender_name=company.from_name or company.name,
        to=row.to_address,
        reply_to=row.reply_to,
        subject=row.subject,
        text=text,
        html=html,
        language=row.language,
        attachments=_attachments(organization, row),
    )


def _attachments(organization: OrganizationId, row: Message) -> tuple[Attachment, ...]:
    return (attachment_loader(row.kind)(organization, row.attachment),) if row.attachment else ()


def _not_taken(organization: OrganizationId, *, message: UUID, refusal: PostRefused, at: datetime) -> None:
    with within(organization):
        row = Message.objects.get(organization_id=organization, id=message)
        again = None if refusal.permanent else next_try(tries=row.attempts, at=at)
        if again is None:
            _queued(organization, message).update(state=Message.State.FAILED, last_error=refusal.code[:200])
        else:
            _queued(organization, message).update(next_attempt_at=again, last_error=refusal.code[:200])
            deliver_job.defer(organization, after=again, message=str(message))
    log.warning(
        "mail not taken", organization=str(organization), kind=row.kind, attempts=f"{row.attempts}/{TRIES}",
        outcome=refusal.code, state="queued" if again else "failed",
    )  # fmt: skip
