"""Carry out a row of the refund list by card: through one payment, or spread over several."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.actions.give_back import give_back_by_card
from selvbetjening.domain.payments.actions.refunds import drop_refund, open_refund
from selvbetjening.domain.payments.models import CardRefund, RefundTask
from selvbetjening.domain.payments.queries.given_back import cards_for
from selvbetjening.domain.payments.rules import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money


def give_back_task(organization: OrganizationId, *, task: UUID, actor: Actor, at: datetime) -> list[CardRefund]:
    """Order the money from the gateways, each payment's part with a row of the list of its own; the orders.

    Where one payment suffices the row itself is carried out. Else it is divided: a row for each payment, and one for
    what no card covers, which stays open; a part that fails leaves its own row open, and the others stand. Records
    what `drop_refund`, `open_refund` and `refund_by_card` record, and raises what they do: `Refused` (`not_by_card`
    where nothing came by card, `closed`, `by_card` while it runs) and `RefundTask.DoesNotExist`.
    """
    with within(organization):
        found = RefundTask.objects.get(organization_id=organization, id=task)
        # What is left of each payment is read under the lock that every order to give back takes.
        Account.objects.select_for_update(no_key=True).get(organization_id=organization, id=found.account_id)
        found.refresh_from_db()
        parts = cards_for(organization, task=found)
        if not parts:
            raise Refused("not_by_card")
        if parts[0][1] == found.amount:
            payment = parts[0][0].id
            return [
                give_back_by_card(organization, payment=payment, amount=found.amount, task=task, actor=actor, at=at)
            ]
        drop_refund(organization, refund=task, actor=actor, at=at)
        orders = []
        for payment_, amount in parts:
            row = _listed(organization, found, amount, actor, at)
            orders.append(
                give_back_by_card(organization, payment=payment_.id, amount=amount, task=row.id, actor=actor, at=at)
            )
        rest = found.amount_minor - sum(amount.minor for _, amount in parts)
        if rest:
            _listed(organization, found, Money(rest, found.currency), actor, at)
    return orders


def _listed(organization: OrganizationId, of: RefundTask, amount: Money, actor: Actor, at: datetime) -> RefundTask:
    return open_refund(
        organization, account=of.account_id, amount=amount, reason=of.reason, due_on=of.due_on, actor=actor, at=at
    )
