"""Take what Betalingsservice answered about invoices: book the money, or open the invoice again (17.1: 12, 13)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

import structlog
from django.db import connection

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.events import DebitFailed, DebitNotAsked
from selvbetjening.domain.billing.lifecycle import DEBIT, FAILED_DEBIT, DebitState
from selvbetjening.domain.billing.models import InvoiceCollection
from selvbetjening.domain.billing.rules.debit_answers import Step, Told, steps
from selvbetjening.domain.billing.rules.debits import METHOD
from selvbetjening.domain.directdebit.queries import told_of_collection
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.payments.actions.book_payment import book_payment
from selvbetjening.domain.payments.actions.reverse_payment import reverse_payment
from selvbetjening.domain.payments.models import Payment
from selvbetjening.domain.payments.queries.reversals import gone_of
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money

log = structlog.get_logger("selvbetjening.debits")

# Those that something was told of, or happened to, that their own state does not say yet. One statement for all.
_UNTAKEN: Final = """
    SELECT d.id FROM billing_invoicecollection d
    JOIN directdebit_collection c ON c.organization_id = d.organization_id AND c.id = d.collection_id
    WHERE d.organization_id = %(organization)s AND (%(collections)s::uuid[] IS NULL OR c.id = ANY(%(collections)s))
        AND (
            d.state = 'asked' AND (c.state NOT IN ('received', 'scheduled')
                OR EXISTS (SELECT FROM directdebit_settlement s
                    WHERE s.organization_id = c.organization_id AND s.collection_id = c.id))
            OR d.state = 'paid'  -- what was withdrawn or rejected before it was paid never says so itself
                AND EXISTS (SELECT FROM directdebit_settlement s WHERE s.organization_id = c.organization_id
                    AND s.collection_id = c.id AND s.code IN ('0239', '0299'))
            OR d.state IN ('rejected', 'cancelled', 'unpaid', 'unanswered', 'withdrawn')
                AND EXISTS (SELECT FROM directdebit_settlement s WHERE s.organization_id = c.organization_id
                    AND s.collection_id = c.id AND s.code IN ('0236', '0297') AND s.amount_minor > 0)
        )
    ORDER BY d.id
"""


def take_answers(organization: OrganizationId, *, collections: Sequence[UUID] | None = None, at: datetime) -> int:
    """Take every answer that was not taken yet (of these collections only, where named); how many changed anything.

    Each invoice in a transaction of its own: one that goes wrong stops no other, and is tried again the next time. The
    same again, late, or in another order changes nothing more. Records what `book_payment` and `reverse_payment`
    record, `DebitFailed` and `DebitNotAsked`.
    """
    wanted = None if collections is None else list(collections)
    with within(organization), connection.cursor() as cursor:
        cursor.execute(_UNTAKEN, {"organization": organization, "collections": wanted})
        rows = [id_ for (id_,) in cursor.fetchall()]
    taken = 0
    for each in rows:
        try:
            taken += _take(organization, each, at)
        except Exception as trouble:
            log.error("answer went wrong", organization=str(organization), debit=str(each), exc_info=trouble)
    return taken


def _take(organization: OrganizationId, debit: UUID, at: datetime) -> bool:
    with within(organization):
        mine = InvoiceCollection.objects.filter(organization_id=organization, id=debit)
        holder = mine.values_list("account_id", flat=True).get()
        Account.objects.select_for_update(no_key=True).get(organization_id=organization, id=holder)
        row = mine.select_related("collection", "payment").get()
        assert row.collection is not None  # noqa: S101 - the table's own constraint
        told = {
            each.code: Told(amount_minor=each.amount_minor, on=each.paid_on)
            for each in told_of_collection(organization, collection=row.collection.id)
        }
        found = steps(
            state=DebitState(row.state),
            told=told,
            collection_state=row.collection.state,
            today=copenhagen_day(at),
        )
        for step in found:
            _do(organization, mine.select_related("collection", "payment").get(), step, at)
    return bool(found)


def _do(organization: OrganizationId, row: InvoiceCollection, step: Step, at: datetime) -> None:
    if step.verb == "pay":
        _pay(organization, row, step.told, at)
        return
    if step.verb == "charge_back" and row.payment is not None:
        _take_back(organization, row, row.payment, step.told, at)
    state = DEBIT.after(DebitState(row.state), step.verb)
    reason = "elsewhere" if step.verb == "withdraw" else ""
    mine = InvoiceCollection.objects.filter(organization_id=organization, id=row.id)
    mine.update(state=state, reason=reason, moved_at=at)
    if state in FAILED_DEBIT:
        fact = DebitFailed(
            account=row.account_id,
            invoice=row.invoice_id,
            amount=row.amount,
            outcome=state.value,
            on=_day(row, step.told, at),
        )
        record(organization, fact=fact, actor=SYSTEM, at=at)
    else:
        gone = DebitNotAsked(account=row.account_id, invoice=row.invoice_id, reason=reason)
        record(organization, fact=gone, actor=SYSTEM, at=at)


def _pay(organization: OrganizationId, row: InvoiceCollection, told: Told | None, at: datetime) -> None:
    assert told is not None  # noqa: S101 - nothing is paid of which nothing was told
    # The collection's id is the bank's reference: whatever is read again is the same payment.
    payment = book_payment(
        organization,
        method=METHOD,
        invoice=row.invoice_id,
        amount=Money(told.amount_minor, row.currency),
        paid_on=_day(row, told, at),
        reference=str(row.collection_id),
        actor=SYSTEM,
        at=at,
    )
    mine = InvoiceCollection.objects.filter(organization_id=organization, id=row.id)
    mine.filter(state__in=DEBIT.sources("pay")).update(state=DebitState.PAID, payment=payment, reason="", moved_at=at)


def _take_back(
    organization: OrganizationId, row: InvoiceCollection, payment: Payment, told: Told | None, at: datetime
) -> None:
    left = payment.amount_minor - gone_of(organization, payment=payment)
    taken = min(left, told.amount_minor if told and told.amount_minor else payment.amount_minor)
    if taken > 0:
        reverse_payment(
            organization,
            payment=payment.id,
            amount=Money(taken, row.currency),
            reason="chargeback",
            reference=str(row.collection_id),
            on=_day(row, told, at),
            owed_again=True,
            actor=SYSTEM,
            at=at,
        )


def _day(row: InvoiceCollection, told: Told | None, at: datetime) -> date:
    """The day on which the money moved, or would have."""
    if told is not None and told.on is not None:
        return told.on
    settled_on: date | None = row.collection.settled_on if row.collection else None
    return settled_on or copenhagen_day(at)
