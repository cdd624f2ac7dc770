"""Write down that a gateway is to give money of a payment back, before it is asked (G2)."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.payments.events import CardRefundFailed, CardRefundOrdered
from selvbetjening.domain.payments.models import CardRefund, GatewayAccount, Payment, RefundTask
from selvbetjening.domain.payments.queries.reversals import RUNNING, gateway_account_of, left_of
from selvbetjening.domain.payments.rules import Refused
from selvbetjening.domain.payments.rules.references import reference
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.ids import OrganizationId, new_id
from selvbetjening.kernel.money import Money

#: How long after each look the poller looks again; the last is repeated.
LOOKS: Final = tuple(timedelta(minutes=minutes) for minutes in (2, 10, 60, 360, 1440))


def refund_by_card(
    organization: OrganizationId,
    *,
    payment: UUID,
    amount: Money,
    task: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> CardRefund:
    """The order's row, `made`. Must be committed before the gateway is asked (`billing.actions.give_back`).

    With `task` it carries out that row of the refund list, whole: the money stands to the account's good and the task
    is closed once the gateway says that it is done. Without, the payment is taken back then and its invoice is unpaid
    again. Records `CardRefundOrdered`. Raises `Refused`: `amount`, `currency`, `not_by_card`, `too_much` (of the
    payment is less left, with what is on its way), `closed` (the task), `by_card` (a card refund of the task runs);
    and `Payment.DoesNotExist`, `RefundTask.DoesNotExist`.
    """
    if amount.minor <= 0:
        raise Refused("amount")
    with within(organization):
        found = Payment.objects.select_related("invoice").get(organization_id=organization, id=payment)
        owner = found.account_id or found.invoice.account_id
        # One lock for the account: two at once see each other's order.
        Account.objects.select_for_update(no_key=True).get(organization_id=organization, id=owner)
        through = gateway_account_of(organization, payment=found)
        if through is None:
            raise Refused("not_by_card")
        if found.currency != amount.currency:
            raise Refused("currency")
        if amount.minor > left_of(organization, payment=found).minor:
            raise Refused("too_much")
        carried = _task(organization, task, owner, amount) if task else None
        row = _row(organization, found, owner, through, amount, carried, at)
        _write(row)
        fact = CardRefundOrdered(account=owner, refund=row.id, payment=payment, amount=amount)
        record(organization, fact=fact, actor=actor, at=at)
    return row


def _write(row: CardRefund) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as trouble:
        if "card_refund_one_per_task" not in str(trouble):
            raise
        raise Refused("by_card") from trouble


def move_refund(organization: OrganizationId, *, refund: UUID, to: str, at: datetime, **values: Any) -> bool:
    """Move an order that runs; False where somebody was first. One that failed gives the payment's rest free.

    Records `CardRefundFailed` where it failed.
    """
    over = to in ("succeeded", "failed")
    values |= {"closed_at": at, "next_look_at": None} if over else {}
    with within(organization):
        mine = CardRefund.objects.filter(organization_id=organization, id=refund)
        # "sent" is said by us and never undoes what the gateway said meanwhile.
        sources = ("made",) if to == "sent" else tuple(state for state in RUNNING if state != to)
        moved = mine.filter(state__in=sources).update(state=to, **values)
        if moved and to == "failed":
            found = mine.get()
            fact = CardRefundFailed(
                account=found.account_id,
                refund=found.id,
                payment=found.payment_id,
                amount=found.amount,
                came_back=False,
            )
            record(organization, fact=fact, actor=SYSTEM, at=at)
    return bool(moved)


def look_at_refund_again(organization: OrganizationId, *, refund: CardRefund, at: datetime) -> None:
    """Plan the next look at an order that still runs, later the older it is."""
    age = at - refund.made_at
    again = next((wait for wait in LOOKS if wait > age), LOOKS[-1])
    with within(organization):
        mine = CardRefund.objects.filter(organization_id=organization, id=refund.id, state__in=RUNNING)
        mine.update(next_look_at=at + again)


def _task(organization: OrganizationId, task: UUID, account: UUID, amount: Money) -> RefundTask:
    found = RefundTask.objects.get(organization_id=organization, account_id=account, id=task)
    if found.state != "open":
        raise Refused("closed")
    if found.amount != amount:
        raise Refused("amount")
    return found


def _row(
    organization: OrganizationId,
    payment: Payment,
    account: UUID,
    through: GatewayAccount,
    amount: Money,
    task: RefundTask | None,
    at: datetime,
) -> CardRefund:
    mine = GatewayAccount.objects.filter(organization_id=organization, id=through.id)
    mine.update(serial=F("serial") + 1)
    return CardRefund(
        id=new_id(),
        organization_id=organization,
        account_id=account,
        gateway_account=through,
        payment=payment,
        task=task,
        reference=reference(prefix="R", serial=mine.values_list("serial", flat=True).get()),
        amount_minor=amount.minor,
        currency=amount.currency,
        made_at=at,
        next_look_at=at,
    )
