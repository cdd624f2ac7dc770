"""What of payments left again, and which payments a gateway's payment became."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.db.models import Q, Sum

from selvbetjening.domain.payments.models import (
    CardRefund,
    CollectionPause,
    GatewayAccount,
    GatewayFact,
    Payment,
    PaymentReversal,
)
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money

#: Orders of which the gateway has not said how they ended.
RUNNING: Final = ("made", "sent", "pending", "unknown")


def gone_of(organization: OrganizationId, *, payment: Payment) -> int:
    """What of the payment left again, in minor units: taken back, or given back by card out of the account's good."""
    mine = {"organization_id": organization, "payment": payment}
    reversed_ = PaymentReversal.objects.filter(**mine).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    given = CardRefund.objects.filter(**mine, task__isnull=False).filter(_left_us())
    return int(reversed_ + (given.aggregate(sum=Sum("amount_minor"))["sum"] or 0))


def left_of(organization: OrganizationId, *, payment: Payment) -> Money:
    """What may still be given back of it: its amount, less what left and what is on its way."""
    running = CardRefund.objects.filter(organization_id=organization, payment=payment, state__in=RUNNING)
    on_its_way = running.aggregate(sum=Sum("amount_minor"))["sum"] or 0
    return Money(payment.amount_minor - gone_of(organization, payment=payment) - on_its_way, payment.currency)


def _left_us() -> Q:
    """Card refunds that succeeded, also where the money came back afterwards: that has a row of its own."""
    return Q(state="succeeded") | Q(state="failed", failure="came_back")


def at_gateway(*, payment: Payment) -> str:
    """The gateway's own id of the payment; one that paid several invoices became a payment of each."""
    return payment.reference.partition("/")[0]


def gateway_account_of(organization: OrganizationId, *, payment: Payment) -> GatewayAccount | None:
    """The gateway account that the payment came through; None where it came another way."""
    facts = GatewayFact.objects.filter(
        organization_id=organization,
        kind="payment_succeeded",
        outcome="booked",
        external_id=at_gateway(payment=payment),
    )
    found = facts.filter(gateway_account__gateway=payment.method).select_related("gateway_account").first()
    return found.gateway_account if found else None


def payments_at(organization: OrganizationId, *, gateway: str, external_id: str) -> list[Payment]:
    """What a gateway's payment became here, in the order of its parts."""
    if not external_id:
        return []
    mine = Payment.objects.filter(organization_id=organization, method=gateway)
    found = mine.filter(Q(reference=external_id) | Q(reference__startswith=f"{external_id}/"))
    return sorted(found.select_related("invoice").defer("invoice__snapshot"), key=_position)


def _position(payment: Payment) -> int:
    part = payment.reference.partition("/")[2]
    return int(part) if part.isdigit() else 0


def paused(organization: OrganizationId, *, invoices: Sequence[UUID]) -> set[UUID]:
    """Those of the invoices that are neither charged nor reminded until the company has decided."""
    mine = CollectionPause.objects.filter(organization_id=organization, invoice_id__in=list(invoices))
    return set(mine.filter(lifted_at__isnull=True).values_list("invoice_id", flat=True))
