"""Disputes: the customer hears what became of it, the company hears that somebody waits (CM-06)."""

from selvbetjening.domain.history.subscribers import Recorded
from selvbetjening.domain.messaging import mails
from selvbetjening.domain.messaging.actions.write import write
from selvbetjening.domain.messaging.queries import sender
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.organizations.permissions import VIEW_INVOICES
from selvbetjening.domain.payments.events import (
    DisputeAccepted,
    DisputeAnswered,
    DisputeEscalated,
    DisputeOpened,
    DisputePartlyAccepted,
    DisputeRejected,
    DisputeReplied,
)
from selvbetjening.domain.payments.queries.disputes import Dispute, get_dispute
from selvbetjening.kernel.formatting import language_of
from selvbetjening.reactions.post import Draw, account_of, day_in, id_in, mail


def confirm_dispute(event: Recorded) -> None:
    """The customer's receipt, and word to the company."""
    dispute = _dispute(event)
    _tell(
        event,
        dispute,
        mails.dispute_opened,
        line=dispute.invoice_line.text,
        amount=dispute.amount,
        answer_by_on=day_in(event, "answer_by_on"),
    )
    _tell_company(event, dispute)


def tell_answer(event: Recorded) -> None:
    """The company wrote."""
    _tell(event, _dispute(event), mails.dispute_answered)


def tell_company(event: Recorded) -> None:
    """The customer wrote."""
    _tell_company(event, _dispute(event))


def tell_accepted(event: Recorded) -> None:
    """A credit note follows with its own mail."""
    dispute = _dispute(event)
    _tell(event, dispute, mails.dispute_accepted, amount=dispute.amount)


def tell_partly_accepted(event: Recorded) -> None:
    """With what is credited, and the new due date of the rest."""
    dispute = _dispute(event)
    _tell(
        event,
        dispute,
        mails.dispute_partly_accepted,
        amount=dispute.accepted,
        left=dispute.turned_down,
        new_due_on=day_in(event, "new_due_on"),
    )


def tell_rejected(event: Recorded) -> None:
    """With the new due date."""
    dispute = _dispute(event)
    _tell(event, dispute, mails.dispute_rejected, amount=dispute.amount, new_due_on=day_in(event, "new_due_on"))


def escalate(event: Recorded) -> None:
    """To the company's owner: nobody answered in time."""
    _tell_company(event, _dispute(event), is_late=True)


def _tell(event: Recorded, dispute: Dispute, draw: Draw, **values: object) -> None:
    mail(
        event,
        "invoice",
        draw,
        number=str(dispute.invoice.number),
        path=f"/indsigelser/{dispute.id}/",
        needs=VIEW_INVOICES,
        **values,  # type: ignore[arg-type]
    )


def _tell_company(event: Recorded, dispute: Dispute, *, is_late: bool = False) -> None:
    """A company that has named no address reads it on its own pages only."""
    owner = organizations.get(event.organization)
    if not owner.email:
        return
    language = language_of(owner.language)
    letter = mails.dispute_waits(
        sender=sender(event.organization),
        language=language,
        number=str(dispute.invoice.number),
        customer=f"{dispute.account.name} ({dispute.account.code})",
        answer_by_on=dispute.answer_by_on,
        is_late=is_late,
    )
    write(
        event.organization, key=f"{event.id}:company", letter=letter, to=owner.email, language=language, at=event.at
    )  # fmt: skip


def _dispute(event: Recorded) -> Dispute:
    return get_dispute(event.organization, dispute=id_in(event, "dispute"), account=account_of(event))


SUBSCRIPTIONS = (
    (DisputeOpened, confirm_dispute),
    (DisputeAnswered, tell_answer),
    (DisputeReplied, tell_company),
    (DisputeAccepted, tell_accepted),
    (DisputePartlyAccepted, tell_partly_accepted),
    (DisputeRejected, tell_rejected),
    (DisputeEscalated, escalate),
)
