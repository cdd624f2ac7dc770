"""Have a gateway give money back for an order that is written down, and read again what has no answer (G2, G6)."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from selvbetjening.domain.billing.actions.charge import notices_address
from selvbetjening.domain.billing.actions.take_facts import take_facts
from selvbetjening.domain.payments.actions.refund_by_card import (
    look_at_refund_again,
    move_refund,
    refund_by_card,
)
from selvbetjening.domain.payments.models import CardRefund
from selvbetjening.domain.payments.ports import Fact, Failure, GatewayRefused, NotReached, RefundOrder, Result
from selvbetjening.domain.payments.queries.gateways import adapter
from selvbetjening.domain.payments.queries.reversals import RUNNING, at_gateway
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money

#: A gateway keeps an order's key for a day at least: until then the same order may be sent again, and is one (G6).
SAME_ORDER: Final = timedelta(hours=23)
#: An order that the gateway still knows nothing of after this was never carried out.
NEVER_MADE: Final = timedelta(hours=48)
_CLAIM: Final = timedelta(minutes=5)
_AT_ONCE: Final = 1_000


def give_back_by_card(
    organization: OrganizationId,
    *,
    payment: UUID,
    amount: Money,
    task: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> CardRefund:
    """Write the order down and let a job send it once that is committed. Records and raises as `refund_by_card`."""
    with within(organization):
        row = refund_by_card(organization, payment=payment, amount=amount, task=task, actor=actor, at=at)
        give_back_job.defer(organization, refund=str(row.id))
    return row


def send_refund(organization: OrganizationId, *, refund: UUID, at: datetime) -> CardRefund:
    """Ask the gateway to give the money back, and take what it answers.

    Called twice, or after a kill between writing and asking, it sends the same order under the same reference. Must
    stand outside every transaction; an order that is over is left alone.
    """
    with within(organization):
        found = _found(organization, refund)
        if found.state not in RUNNING:
            return found
        move_refund(organization, refund=refund, to="sent", at=at)
    result = _asked(organization, found)
    if result.external_ref and not found.external_ref:
        with within(organization):
            mine = CardRefund.objects.filter(organization_id=organization, id=refund, external_ref="")
            mine.update(external_ref=result.external_ref[:120])
    take_facts(organization, gateway_account=found.gateway_account_id, facts=result.facts, at=at)
    return _after(organization, refund, result, at)


def look_at_refund(organization: OrganizationId, *, refund: UUID, at: datetime) -> CardRefund:
    """Read an order's truth at the gateway again, and plan the next look while it runs.

    What the gateway says it knows nothing of is sent again under the same reference while it remembers the key, and
    is failed when it cannot have been carried out.
    """
    with within(organization):
        found = _found(organization, refund)
    if found.state == "made":
        return send_refund(organization, refund=refund, at=at)
    if found.state not in RUNNING:
        return found
    try:
        facts = _read(found)
    except (NotReached, GatewayRefused):
        look_at_refund_again(organization, refund=found, at=at)
        return found
    take_facts(organization, gateway_account=found.gateway_account_id, facts=facts, at=at)
    with within(organization):
        now = _found(organization, refund)
    if now.state in ("sent", "unknown") and not now.external_ref:
        if at - now.made_at < SAME_ORDER:
            return send_refund(organization, refund=refund, at=at)
        if at - now.made_at >= NEVER_MADE:
            with within(organization):
                move_refund(organization, refund=refund, to="failed", at=at, failure="gateway_error")
                return _found(organization, refund)
    if now.state in RUNNING:
        look_at_refund_again(organization, refund=now, at=at)
    return now


@job(name="billing.give_back", attempts=1)
def give_back_job(organization: OrganizationId, *, at: datetime, refund: str) -> None:
    """Send or look at one order, if nobody is at it."""
    with within(organization):
        mine = CardRefund.objects.filter(organization_id=organization, id=refund, state__in=RUNNING)
        # Whoever moves the time on is the one that sends: a gateway may not know an order when it comes again.
        if not mine.filter(next_look_at__lte=at).update(next_look_at=at + _CLAIM):
            return
    look_at_refund(organization, refund=UUID(refund), at=at)


def sweep_refunds(*, at: datetime) -> int:
    """Wake each order that no job sent, or whose next look is due, and return how many."""
    with doorway(reason="card refunds to send or to read again", actor=SYSTEM, at=at) as alias:
        due = CardRefund.objects.using(alias).filter(state__in=RUNNING, next_look_at__lte=at)
        found = list(due.order_by("next_look_at").values_list("organization_id", "id")[:_AT_ONCE])
    for organization, refund in found:
        with within(OrganizationId(organization)):
            give_back_job.defer(OrganizationId(organization), refund=str(refund))
    return len(found)


def _found(organization: OrganizationId, refund: UUID) -> CardRefund:
    mine = CardRefund.objects.select_related("gateway_account", "payment")
    return mine.get(organization_id=organization, id=refund)


def _read(refund: CardRefund) -> tuple[Fact, ...]:
    """The refund by the gateway's own id; without one all of its payment, and whatever carries our reference."""
    gateway = adapter(account=refund.gateway_account)
    if refund.external_ref:
        return gateway.fetch(refund.external_ref, reference=refund.reference)
    of_payment = gateway.fetch(at_gateway(payment=refund.payment))
    return (*of_payment, *gateway.fetch("", reference=refund.reference))


def _asked(organization: OrganizationId, refund: CardRefund) -> Result:
    order = RefundOrder(
        reference=refund.reference,
        payment=at_gateway(payment=refund.payment),
        amount=refund.amount,
        notices=notices_address(
            organization, gateway=refund.gateway_account.gateway, gateway_account=refund.gateway_account_id
        ),
    )
    try:
        return adapter(account=refund.gateway_account).refund(order)
    except NotReached as trouble:
        return Result(kind="unknown", failure=Failure(kind="gateway_error", retry="later", code=trouble.code))
    except GatewayRefused as refused:
        return Result(kind="failed", failure=refused.failure)


def _after(organization: OrganizationId, refund: UUID, result: Result, at: datetime) -> CardRefund:
    """What the answer alone says, where its facts did not say it; success is a fact's to say (G1)."""
    values: dict[str, Any] = {}
    to = {"failed": "failed", "needs_customer": "failed", "pending": "pending"}.get(result.kind, "unknown")
    if to == "failed":
        values["failure"] = result.failure.kind if result.failure else "declined"
    with within(organization):
        now = _found(organization, refund)
        if now.state in RUNNING and now.state != to:
            move_refund(organization, refund=refund, to=to, at=at, **values)
        now = _found(organization, refund)
    if now.state in RUNNING:
        look_at_refund_again(organization, refund=now, at=at)
    return now
