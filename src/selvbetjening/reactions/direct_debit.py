"""Betalingsservice: what is asked for when an invoice is issued or changes, what follows its answers, who is told."""

from datetime import date
from typing import Any
from uuid import UUID

from selvbetjening.domain.accounts.events import CollectionMethodChanged
from selvbetjening.domain.billing.actions.link_mandates import link_mandates
from selvbetjening.domain.billing.actions.sync_debit import plan_debit, sync_debit
from selvbetjening.domain.billing.actions.take_answers import take_answers
from selvbetjening.domain.billing.actions.tell_debits import tell_debits
from selvbetjening.domain.billing.events import DebitAsked, DebitFailed, DebitNotAsked, MandateLeft, MandateLinked
from selvbetjening.domain.billing.lifecycle import FAILED_DEBIT, DebitState
from selvbetjening.domain.billing.models import InvoiceCollection
from selvbetjening.domain.billing.queries.debited import live_of_account, of_invoice
from selvbetjening.domain.billing.queries.mandate_links import mandate_of_company
from selvbetjening.domain.directdebit.events import (
    AnswersRead,
    CollectionCancelled,
    CollectionChargedBack,
    CollectionCompleted,
    CollectionRejected,
    CollectionsSettled,
    MandateEnded,
    MandatesRegistered,
)
from selvbetjening.domain.history.subscribers import Recorded
from selvbetjening.domain.invoicing import queries as invoicing
from selvbetjening.domain.invoicing.events import ClaimHandedOver, CreditNoteIssued, InvoiceIssued
from selvbetjening.domain.messaging import mails
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.organizations.permissions import VIEW_INVOICES
from selvbetjening.domain.payments.actions.payment_links import url_for_mail
from selvbetjening.domain.payments.events import (
    CollectionPaused,
    CreditUsed,
    DisputeAccepted,
    DisputeOpened,
    DisputePartlyAccepted,
    DisputeRejected,
    DisputeWithdrawn,
    InvoiceDeferred,
    PaymentPlanBroken,
    PaymentPlanMade,
    PaymentRecorded,
    PaymentReversed,
)
from selvbetjening.domain.payments.queries.to_pay import to_pay
from selvbetjening.domain.subscriptions.events import SubscriptionMethodChanged
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.money import Money
from selvbetjening.reactions.post import CARDS_PATH, Draw, account_of, day_in, id_in, mail, money_in

#: Something was said of these.
_OVER = (DebitState.WITHDRAWN, *FAILED_DEBIT)


def plan(event: Recorded) -> None:
    """An invoice of who pays through Betalingsservice is asked for; its mail, which comes after, says the day."""
    plan_debit(event.organization, invoice=id_in(event, "invoice"), at=event.at)


def follow_invoice(event: Recorded) -> None:
    """What is asked for follows what is owed, as long as that can be (14.2)."""
    sync_debit(event.organization, invoice=id_in(event, "invoice"), at=event.at)


def follow_account(event: Recorded) -> None:
    """Who pays in another way now: what waits is not asked for; what was handed over runs to its end (PY-11)."""
    for row in live_of_account(event.organization, account=account_of(event)):
        sync_debit(event.organization, invoice=row.invoice_id, at=event.at)


def answered(event: Recorded) -> None:
    """One collection was answered."""
    take_answers(event.organization, collections=[id_in(event, "collection")], at=event.at)


def answered_many(event: Recorded) -> None:
    """A day was settled, or a delivery of answers read."""
    link_mandates(event.organization, at=event.at)
    take_answers(event.organization, at=event.at)


def find_accounts(event: Recorded) -> None:
    """Mandates began or ended."""
    link_mandates(event.organization, at=event.at)


def welcome(event: Recorded) -> None:
    """The mandate is active: what that means, with the three numbers."""
    mandate = mandate_of_company(event.organization, mandate=id_in(event, "mandate"))
    mail(
        event,
        "invoice",
        mails.mandate_linked,
        follows=event.data["follows"],
        pbs_number=mandate.agreement.pbs_number,
        group=mandate.agreement.debtor_group,
        customer=mandate.customer_number.lstrip("0"),
        path=CARDS_PATH,
    )


def farewell(event: Recorded) -> None:
    """The mandate ended: what can still be withdrawn is."""
    follow_account(event)
    mail(event, "invoice", mails.mandate_left, paid_by_it=event.data["paid_by_it"], path=CARDS_PATH)


def tell_asked(event: Recorded) -> None:
    """Only what is other than was said before: another day, another amount, or once more what failed."""
    tries = of_invoice(event.organization, invoice=id_in(event, "invoice"))
    now = next((row for row in tries if row.moved_at == event.at and row.collection_id), None)
    if now is None:
        return
    earlier = tries[tries.index(now) + 1 :]
    failed = bool(earlier) and earlier[0].state in FAILED_DEBIT
    before = next((row for row in earlier if row.state in _OVER), None)
    if before is None and now.made_at == event.at:
        return
    if before is not None and (before.amount_minor, before.pays_on) == (now.amount_minor, now.pays_on):
        return
    _mail(event, mails.debit_asked, pays_on=day_in(event, "pays_on"), is_late=event.data["is_late"], failed=failed)


def tell_not_asked(event: Recorded) -> None:
    """The invoice's own mail says how to pay where it was known at once."""
    tries = of_invoice(event.organization, invoice=id_in(event, "invoice"))
    if not any(_was_promised(row) for row in tries):
        return
    due_on, _now = _owed(event)
    instructions = organizations.get(event.organization).payment_instructions
    _mail(event, mails.debit_not_asked, due_on=due_on, instructions=instructions)


def _was_promised(row: InvoiceCollection) -> bool:
    return row.collection_id is not None or row.moved_at != row.made_at


def tell_failure(event: Recorded) -> None:
    """To the payer what happened and what to do, and to the company what came together."""
    due_on, now = _owed(event)
    if now.minor > 0:
        _mail(
            event,
            mails.debit_failed,
            amount=now,
            outcome=event.data["outcome"],
            due_on=due_on,
            today=copenhagen_day(event.at),
            instructions=organizations.get(event.organization).payment_instructions,
        )
    tell_debits(event.organization, at=event.at)


def _owed(event: Recorded) -> tuple[date, Money]:
    invoice = invoicing.get(event.organization, account=account_of(event), invoice=id_in(event, "invoice"))
    found = to_pay(event.organization, invoice=invoice)
    return found.due_on, found.now


def _mail(event: Recorded, draw: Draw, **values: Any) -> None:
    """To those who get invoices; the way on is to pay at once, without a login where that may be (PY-02)."""
    invoice = invoicing.get(event.organization, account=account_of(event), invoice=id_in(event, "invoice"))
    page, pay = f"/fakturaer/{invoice.id}/", _pay_link(event, invoice.id) if draw is not mails.debit_asked else ""
    amount = values.pop("amount", None) or (
        money_in(event, "amount") if "amount" in event.data else invoice.outstanding
    )
    mail(
        event,
        "invoice",
        draw,
        number=str(invoice.number),
        amount=amount,
        path=pay or page,
        needs="" if pay else VIEW_INVOICES,
        **values,
    )


def _pay_link(event: Recorded, invoice: UUID) -> str:
    return url_for_mail(event.organization, invoice=invoice, at=event.at)


_CHANGES = (
    CreditNoteIssued,
    PaymentRecorded,
    CreditUsed,
    PaymentReversed,
    DisputeOpened,
    DisputeAccepted,
    DisputePartlyAccepted,
    DisputeRejected,
    DisputeWithdrawn,
    InvoiceDeferred,
    PaymentPlanMade,
    PaymentPlanBroken,
    CollectionPaused,
    ClaimHandedOver,
)

SUBSCRIPTIONS = (
    (InvoiceIssued, plan),
    *((fact, follow_invoice) for fact in _CHANGES),
    (CollectionMethodChanged, follow_account),
    (SubscriptionMethodChanged, follow_account),
    (CollectionCompleted, answered),
    (CollectionRejected, answered),
    (CollectionCancelled, answered),
    (CollectionChargedBack, answered),
    (CollectionsSettled, answered_many),
    (AnswersRead, answered_many),
    (MandatesRegistered, find_accounts),
    (MandateEnded, find_accounts),
    (MandateLinked, welcome),
    (MandateLeft, farewell),
    (DebitAsked, tell_asked),
    (DebitNotAsked, tell_not_asked),
    (DebitFailed, tell_failure),
)
