"""What a gateway says of refunds."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.payments.actions.pause_collection import pause_collection
from selvbetjening.domain.payments.actions.refund_by_card import move_refund
from selvbetjening.domain.payments.actions.refunds import mark_refunded, open_refund
from selvbetjening.domain.payments.actions.reverse_payment import bring_back, reverse_payment
from selvbetjening.domain.payments.events import CardRefundFailed
from selvbetjening.domain.payments.models import CardRefund, GatewayAccount, GatewayFact, PaymentReversal
from selvbetjening.domain.payments.ports import Fact
from selvbetjening.domain.payments.queries.reversals import RUNNING, at_gateway, gone_of, payments_at
from selvbetjening.domain.payments.rules import Refused
from selvbetjening.domain.payments.rules.matching import Verdict
from selvbetjening.domain.payments.rules.spreading import spread
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money

#: When money is to be paid back another way after a card refund failed: as long as the law gives (WDR-7).
AGAIN_WITHIN: Final = timedelta(days=14)


def refund_told(organization: OrganizationId, *, gateway_account: GatewayAccount, fact: Fact, at: datetime) -> Verdict:
    """Move our own order that the fact is about, or book a refund that was made in the gateway's own pages.

    One made outside takes the payment back: its invoice is unpaid again, and rests until the company has decided.
    `parked` where the amount or the currency differs, or more would leave than is left of the payment (G5).
    """
    if fact.amount is None:
        return Verdict("parked", "amount")
    try:
        with transaction.atomic():  # half of a fact is not booked
            ours = _ours(organization, gateway_account, fact)
            if ours is not None:
                return _ours_told(organization, ours, fact, at)
            return _outside(organization, gateway_account, fact, fact.amount, at)
    except Refused as refused:
        return Verdict("parked", refused.reason)


def _ours(organization: OrganizationId, through: GatewayAccount, fact: Fact) -> CardRefund | None:
    """Our order: by its reference, by the gateway's id, or the running one of as much of the same payment.

    Not every gateway carries a refund's reference; there the first order that has no id yet is the one.
    """
    mine = CardRefund.objects.filter(organization_id=organization, gateway_account=through)
    mine = mine.select_related("payment", "task").select_for_update(of=("self",), no_key=True)
    if fact.reference and (found := mine.filter(reference=fact.reference).first()):
        return found
    if found := mine.filter(external_ref=fact.external_id).first():
        return found
    if fact.reference.startswith("R") or fact.amount is None:
        return None
    waiting = mine.filter(state__in=RUNNING, external_ref="", amount_minor=fact.amount.minor)
    return next(
        (row for row in waiting.order_by("made_at") if at_gateway(payment=row.payment) == fact.of_payment), None
    )


def _ours_told(organization: OrganizationId, row: CardRefund, fact: Fact, at: datetime) -> Verdict:
    assert fact.amount is not None  # noqa: S101 - asked before
    if fact.amount.currency != row.currency:
        return Verdict("parked", "currency")
    if fact.amount != row.amount:
        return Verdict("parked", "amount")
    if fact.of_payment and fact.of_payment != at_gateway(payment=row.payment):
        return Verdict("parked", "unknown_reference")
    ref = fact.external_id[:120]
    if fact.kind == "refund_pending":
        moved = move_refund(organization, refund=row.id, to="pending", at=at, external_ref=ref)
        return Verdict("booked" if moved else "known")
    if fact.kind == "refund_failed":
        if row.state == "succeeded":
            _came_back(organization, row, fact, at)
            return Verdict("booked")
        code = fact.failure.kind if fact.failure else "declined"
        moved = move_refund(organization, refund=row.id, to="failed", at=at, external_ref=ref, failure=code)
        return Verdict("booked" if moved else "known")
    if row.state == "succeeded" or _failed_since(organization, fact):
        return Verdict("known")
    # Money that left is believed in every state, also where we had given the order up.
    CardRefund.objects.filter(organization_id=organization, id=row.id).update(
        state="succeeded", external_ref=ref, failure="", closed_at=at, next_look_at=None
    )
    if row.task_id:
        mark_refunded(organization, refund=row.task_id, reference=ref[:80], actor=SYSTEM, at=at)
    else:
        _reversed(organization, row.payment_id, row.amount, ref, fact, at)
    return Verdict("booked")


def _came_back(organization: OrganizationId, row: CardRefund, fact: Fact, at: datetime) -> None:
    """It had succeeded, and the bank sent it back: it is paid again, or is to be paid back another way."""
    bring_back(
        organization,
        payment=row.payment_id,
        amount=row.amount,
        reason="refund_failed",
        reference=fact.external_id,
        on=copenhagen_day(fact.occurred_at),
        spend=row.task_id is None,
        actor=SYSTEM,
        at=at,
    )
    CardRefund.objects.filter(organization_id=organization, id=row.id).update(state="failed", failure="came_back")
    if row.task is not None:
        # A list row of its own: what was booked on the first one stays booked.
        open_refund(
            organization,
            account=row.account_id,
            amount=row.amount,
            reason=row.task.reason,
            due_on=copenhagen_day(at) + AGAIN_WITHIN,
            actor=SYSTEM,
            at=at,
        )
    told = CardRefundFailed(
        account=row.account_id, refund=row.id, payment=row.payment_id, amount=row.amount, came_back=True
    )
    record(organization, fact=told, actor=SYSTEM, at=at)


def _outside(organization: OrganizationId, through: GatewayAccount, fact: Fact, amount: Money, at: datetime) -> Verdict:
    """Made in the gateway's own pages, of a payment of ours."""
    paid = payments_at(organization, gateway=through.gateway, external_id=fact.of_payment)
    if not paid:
        parks = fact.reference.startswith("R") and fact.kind != "refund_failed"
        return Verdict("parked", "unknown_reference") if parks else Verdict("ignored", "not_ours")
    if amount.currency != paid[0].currency:
        return Verdict("parked", "currency")
    if fact.kind == "refund_pending":
        return Verdict("known", "pending")
    mine = PaymentReversal.objects.filter(organization_id=organization, reason="refund")
    booked = [row for row in mine if row.reference.partition("/")[0] == fact.external_id] if paid else []
    if fact.kind == "refund_failed":
        for row in booked:
            bring_back(
                organization,
                payment=row.payment_id,
                amount=Money(row.amount_minor, row.currency),
                reason="refund_failed",
                reference=row.reference,
                on=copenhagen_day(fact.occurred_at),
                actor=SYSTEM,
                at=at,
            )
        return Verdict("booked" if booked else "ignored", "" if booked else "never_booked")
    if booked or _failed_since(organization, fact):
        return Verdict("known")
    lefts = [each.amount_minor - gone_of(organization, payment=each) for each in paid]
    parts = spread(minor=amount.minor, lefts=lefts)
    for place, (payment, minor) in enumerate(zip(paid, parts, strict=True), start=1):
        if minor:
            ref = fact.external_id if len(paid) == 1 else f"{fact.external_id}/{place}"
            _reversed(organization, payment.id, Money(minor, amount.currency), ref, fact, at)
            pause_collection(organization, invoice=payment.invoice_id, reason="refund_outside", at=at)
    return Verdict("booked", "outside")


def _reversed(
    organization: OrganizationId, payment: UUID, amount: Money, reference: str, fact: Fact, at: datetime
) -> None:
    reverse_payment(
        organization,
        payment=payment,
        amount=amount,
        reason="refund",
        reference=reference,
        on=copenhagen_day(fact.occurred_at),
        actor=SYSTEM,
        at=at,
    )


def _failed_since(organization: OrganizationId, fact: Fact) -> bool:
    """Whether the gateway told already that this refund failed in the end: facts come in any order (G4)."""
    later = GatewayFact.objects.filter(
        organization_id=organization, kind="refund_failed", external_id=fact.external_id[:120]
    )
    return later.filter(occurred_at__gte=fact.occurred_at).exists()
