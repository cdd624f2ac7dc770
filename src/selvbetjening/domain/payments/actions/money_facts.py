"""What a gateway says of money that went back, also where it says it before the payment itself."""

from collections.abc import Sequence
from datetime import datetime

from selvbetjening.domain.payments.actions.chargebacks import dispute_told
from selvbetjening.domain.payments.actions.refund_facts import refund_told
from selvbetjening.domain.payments.models import GatewayAccount, GatewayFact
from selvbetjening.domain.payments.ports import Fact, Failure
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId

__all__ = ["dispute_told", "refund_told", "tell_again"]


def _earlier(organization: OrganizationId, *, gateway_account: GatewayAccount, payment: str) -> Sequence[Fact]:
    """Refunds and chargebacks of a payment that were told before the payment itself was (G4), oldest first."""
    early = GatewayFact.objects.filter(
        organization_id=organization, gateway_account=gateway_account, outcome="ignored", reason="not_ours"
    )
    rows = early.filter(data__of_payment=payment).order_by("occurred_at", "taken_at")
    return [
        Fact(
            gateway=gateway_account.gateway,
            dedupe_key=row.dedupe_key,
            kind=row.kind,  # type: ignore[arg-type]
            external_id=row.external_id,
            occurred_at=row.occurred_at,
            mode=row.mode,  # type: ignore[arg-type]
            amount=row.amount,
            reference=row.reference,
            of_payment=payment,
            failure=_failure(row),
        )
        for row in rows
    ]


def _failure(row: GatewayFact) -> Failure | None:
    kind = row.data.get("failure")
    return Failure(kind=kind, retry="never", code=row.data.get("code", "")) if kind else None


def tell_again(organization: OrganizationId, *, gateway_account: GatewayAccount, payment: str, at: datetime) -> None:
    """Take what was told of a payment before the payment was known here. Within the transaction that books it."""
    with within(organization):
        for fact in _earlier(organization, gateway_account=gateway_account, payment=payment):
            told = refund_told if fact.kind.startswith("refund_") else dispute_told
            verdict = told(organization, gateway_account=gateway_account, fact=fact, at=at)
            GatewayFact.objects.filter(
                organization_id=organization, gateway_account=gateway_account, dedupe_key=fact.dedupe_key
            ).update(outcome=verdict.outcome, reason=verdict.reason)
