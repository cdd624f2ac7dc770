"""Money that is to be paid back: taken off the balance, listed with its deadline, paid or given back to the balance."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Sum

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.payments.actions.use_credit import sources_of, take
from selvbetjening.domain.payments.events import RefundDropped, RefundMade, RefundOpened
from selvbetjening.domain.payments.models import CardRefund, CreditUse, RefundTask
from selvbetjening.domain.payments.queries.reversals import RUNNING
from selvbetjening.domain.payments.rules import LONGEST_REFERENCE, Refused, Source
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId, new_id
from selvbetjening.kernel.money import Money


def open_refund(
    organization: OrganizationId,
    *,
    account: UUID,
    amount: Money,
    reason: str,
    due_on: date,
    actor: Actor,
    at: datetime,
) -> RefundTask:
    """List `amount` of the account's balance to be paid back by `due_on`, and take it off the balance at once.

    `reason` is a code (`withdrawal`, `overpayment`, `cancellation`, `asked`, `other`). Records `RefundOpened`. Raises
    `Refused` (`amount` for nothing, `balance` where less stands to the account's good in that currency).
    """
    if amount.minor <= 0:
        raise Refused("amount")
    with within(organization):
        _lock(organization, account)
        own = [s for s in sources_of(organization, account=account) if s.currency == amount.currency]
        if sum(source.left for source in own) < amount.minor:
            raise Refused("balance")
        task = RefundTask.objects.create(
            id=new_id(),
            organization_id=organization,
            account_id=account,
            amount_minor=amount.minor,
            currency=amount.currency,
            reason=reason,
            due_on=due_on,
            made_at=at,
        )
        left = amount.minor
        for source in own:
            if minor := min(left, source.left):
                take(organization, account=account, source=source, minor=minor, refund=task.id, at=at)
                left -= minor
        fact = RefundOpened(account=account, refund=task.id, amount=amount, reason=reason, due_on=due_on)
        record(organization, fact=fact, actor=actor, at=at)
    return task


def mark_refunded(
    organization: OrganizationId, *, refund: UUID, reference: str, actor: Actor, at: datetime
) -> RefundTask:
    """Note that the money was paid back, with the bank's reference. Records `RefundMade`.

    Raises `Refused` (`reference`, `closed` where somebody was first, `by_card` while a gateway carries it out) and
    `RefundTask.DoesNotExist`.
    """
    words = reference.strip()
    if not 0 < len(words) <= LONGEST_REFERENCE:
        raise Refused("reference")
    with within(organization):
        _lock(organization, RefundTask.objects.get(organization_id=organization, id=refund).account_id)
        _not_by_card(organization, refund)
        task = _close(organization, refund, "refunded", words, at)
        fact = RefundMade(account=task.account_id, refund=task.id, amount=task.amount)
        record(organization, fact=fact, actor=actor, at=at)
    return task


def drop_refund(organization: OrganizationId, *, refund: UUID, actor: Actor, at: datetime) -> RefundTask:
    """Do not pay it back after all: the amount stands to the account's good again. Records `RefundDropped`.

    Raises `Refused` (`closed`, `by_card` while a gateway carries it out) and `RefundTask.DoesNotExist`.
    """
    with within(organization):
        found = RefundTask.objects.get(organization_id=organization, id=refund)
        _lock(organization, found.account_id)
        _not_by_card(organization, refund)
        task = _close(organization, refund, "dropped", "", at)
        kept = CreditUse.objects.filter(organization_id=organization, refund_id=refund)
        for row in kept.values("credit_note_id", "payment_id").annotate(minor=Sum("amount_minor")).order_by():
            source = Source(
                row["credit_note_id"] or row["payment_id"],
                task.currency,
                0,
                is_payment=row["payment_id"] is not None,
            )
            take(organization, account=task.account_id, source=source, minor=-row["minor"], refund=refund, at=at)
        fact = RefundDropped(account=task.account_id, refund=task.id, amount=task.amount)
        record(organization, fact=fact, actor=actor, at=at)
    return task


def _close(organization: OrganizationId, refund: UUID, state: str, reference: str, at: datetime) -> RefundTask:
    mine = RefundTask.objects.filter(organization_id=organization, id=refund)
    if not mine.filter(state="open").update(state=state, reference=reference, sealed_account=b"", closed_at=at):
        mine.get()
        raise Refused("closed")
    return mine.get()


def _lock(organization: OrganizationId, account: UUID) -> None:
    Account.objects.select_for_update(no_key=True).get(organization_id=organization, id=account)


def _not_by_card(organization: OrganizationId, refund: UUID) -> None:
    """The money must not leave twice. The caller holds the account's lock."""
    if CardRefund.objects.filter(organization_id=organization, task_id=refund, state__in=RUNNING).exists():
        raise Refused("by_card")
