"""Write in a dispute's thread: the customer or the company (CM-06)."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Literal
from uuid import UUID

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.events import DisputeAnswered, DisputeReplied
from selvbetjening.domain.payments.lifecycle import DISPUTE, DisputeState
from selvbetjening.domain.payments.models import Dispute, DisputeFile, DisputeMessage
from selvbetjening.domain.payments.rules.disputes import (
    MOST_MESSAGES,
    Accepted,
    DisputeRefused,
    Upload,
    answer_by,
    checked_files,
    checked_text,
)
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId, new_id

Author = Literal["customer", "company"]


def write_in_dispute(
    organization: OrganizationId,
    *,
    dispute: UUID,
    author: Author,
    text: str,
    files: Sequence[Upload] = (),
    account: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> DisputeMessage:
    """Add a message. The company's makes it `answered`; the customer's `open` again, with new days to answer.

    `account` narrows it to the customer's own. Records `DisputeAnswered` or `DisputeReplied`. Raises `DisputeRefused`
    (`closed`, `too_many_messages`, and what the text and the files say) and `Dispute.DoesNotExist`.
    """
    words = checked_text(text=text)
    with within(organization):
        found = hold_dispute(organization, dispute=dispute, account=account)
        verb = "answer" if author == "company" else "reply"
        if not DISPUTE.may(DisputeState(found.state), verb):
            raise DisputeRefused("closed")
        if found.messages.count() >= MOST_MESSAGES:
            raise DisputeRefused("too_many_messages")
        already = DisputeFile.objects.filter(organization_id=organization, message__dispute=found).count()
        kept = checked_files(files=files, already=already)
        if author == "customer" and found.state == DisputeState.ANSWERED:
            days = Organization.objects.get(id=organization).choice("dispute_answer_days")
            found.answer_by_on = answer_by(opened_on=copenhagen_day(at), days=days)
            found.escalated_at = None
        found.state = DISPUTE.after(DisputeState(found.state), verb)
        found.save(update_fields=["state", "answer_by_on", "escalated_at"])
        made = keep_message(organization, dispute=found, author=author, text=words, files=kept, at=at)
        kind = DisputeAnswered if author == "company" else DisputeReplied
        fact = kind(account=found.account_id, dispute=found.id, invoice=found.invoice_id)
        record(organization, fact=fact, actor=actor, at=at)
    return made


def hold_dispute(organization: OrganizationId, *, dispute: UUID, account: UUID | None = None) -> Dispute:
    """The dispute, locked. Raises `Dispute.DoesNotExist`, also for another account's."""
    mine = Dispute.objects.select_for_update(no_key=True).filter(organization_id=organization, id=dispute)
    return (mine.filter(account_id=account) if account else mine).get()


def keep_message(
    organization: OrganizationId,
    *,
    dispute: Dispute,
    author: Author,
    text: str,
    files: Sequence[Accepted] = (),
    at: datetime,
) -> DisputeMessage:
    """Store a message that was checked. The caller has the dispute and records the fact."""
    made = DisputeMessage.objects.create(
        id=new_id(), organization_id=organization, dispute=dispute, author=author, text=text, written_at=at
    )
    DisputeFile.objects.bulk_create(
        DisputeFile(
            id=new_id(),
            organization_id=organization,
            message=made,
            name=file.name,
            content_type=file.content_type,
            content=file.content,
            size=len(file.content),
            sha256=sha256(file.content).hexdigest(),
        )
        for file in files
    )
    return made
