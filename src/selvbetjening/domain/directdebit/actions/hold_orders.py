"""Let orders about mandates wait for other people's yes, and let them go or drop them (BM-04)."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from selvbetjening.domain.directdebit.actions.mandates import MandateRefused
from selvbetjening.domain.directdebit.events import (
    MandateOrdered,
    MandateOrdersDropped,
    MandateOrdersHeld,
    MandateOrderUndone,
)
from selvbetjening.domain.directdebit.lifecycle import (
    MANDATE_ORDER,
    ORDER_BATCH,
    AgreementState,
    BatchState,
    OrderState,
)
from selvbetjening.domain.directdebit.models import CreditorAgreement, MandateOrder, OrderBatch
from selvbetjening.domain.directdebit.queries.four_eyes import eyes_on_orders
from selvbetjening.domain.directdebit.rules.mandates import CREDITOR
from selvbetjening.domain.history.actions.record import record, record_many
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.ids import OrganizationId

Why = Literal["turned_down", "undone", "agreement", "expired"]
_PORTION = 1_000


def hold_orders(
    organization: OrganizationId, *, agreement: CreditorAgreement, actor: Actor, at: datetime
) -> OrderBatch | None:
    """What the actor's orders wait in, None where nobody has to say yes. In the open transaction.

    Records `MandateOrdersHeld`.
    """
    needed = eyes_on_orders(organization, pbs_number=agreement.pbs_number, actor=actor)
    if not needed:
        return None
    made = OrderBatch.objects.create(
        organization_id=organization, agreement=agreement, actor_kind=actor.kind, actor_id=actor.id, needed=needed,
        made_at=at,
    )  # fmt: skip
    record(organization, fact=MandateOrdersHeld(batch=made.id, needed=needed), actor=actor, at=at)
    return made


def let_orders(organization: OrganizationId, *, batch: OrderBatch, at: datetime) -> int:
    """Let a locked batch go, in the open transaction: its orders are asked for from now on; how many.

    Records `MandateOrdered` for each, by whoever made it. Raises `MandateRefused` where the agreement has ended.
    """
    agreement = CreditorAgreement.objects.get(organization_id=organization, id=batch.agreement_id)
    if agreement.state != AgreementState.ACTIVE or agreement.role != "external":
        raise MandateRefused(CREDITOR)
    batch.state, batch.ended_at = ORDER_BATCH.after(BatchState(batch.state), "let"), at
    batch.save(update_fields=["state", "ended_at"])
    mine = MandateOrder.objects.filter(organization_id=organization, batch=batch, state=OrderState.HELD)
    rows = list(mine.order_by("match_key").values_list("id", "account_id", "verb"))
    mine.update(state=MANDATE_ORDER.after(OrderState.HELD, "let"), let_at=at)
    by = Actor(batch.actor_kind, batch.actor_id)  # type: ignore[arg-type]  # kept from an actor
    for start in range(0, len(rows), _PORTION):
        facts = [
            MandateOrdered(account=account, order=order, verb=verb)
            for order, account, verb in rows[start : start + _PORTION]
        ]
        record_many(organization, facts=facts, actor=by, at=at)
    return len(rows)


def drop_orders(organization: OrganizationId, *, batch: UUID, why: Why, actor: Actor = SYSTEM, at: datetime) -> bool:
    """Never let a held batch go, in the open transaction: its orders are undone, their bank details gone.

    Nobody was told of them, so nobody is told now. False where it was decided. Records `MandateOrdersDropped`.
    """
    mine = OrderBatch.objects.filter(organization_id=organization, id=batch, state=BatchState.HELD)
    if not mine.update(state=ORDER_BATCH.after(BatchState.HELD, "drop"), ended_at=at):
        return False
    held = MandateOrder.objects.filter(organization_id=organization, batch_id=batch, state=OrderState.HELD)
    held.update(state=MANDATE_ORDER.after(OrderState.HELD, "undo"), sealed=b"")
    record(organization, fact=MandateOrdersDropped(batch=batch, why=why), actor=actor, at=at)
    return True


def drop_what_waits(organization: OrganizationId, *, agreement: UUID, actor: Actor, at: datetime) -> None:
    """Undo what no file has gone out with, as its agreement ends, in the open transaction; bank details go with it.

    Records `MandateOrdersDropped` and, for each that the customer had heard of, `MandateOrderUndone`.
    """
    held = OrderBatch.objects.filter(organization_id=organization, agreement_id=agreement, state=BatchState.HELD)
    for batch in list(held.values_list("id", flat=True)):
        drop_orders(organization, batch=batch, why="agreement", actor=actor, at=at)
    mine = MandateOrder.objects.select_for_update(no_key=True).filter(
        organization_id=organization, agreement_id=agreement, state=OrderState.WAITING
    )
    facts = [
        MandateOrderUndone(account=account, order=order, verb=verb)
        for order, account, verb in mine.values_list("id", "account_id", "verb")
    ]
    mine.update(state=MANDATE_ORDER.after(OrderState.WAITING, "undo"), sealed=b"")
    record_many(organization, facts=facts, actor=actor, at=at)
