"""What came of an attempt that was paid: which card, and whether it was saved (PY-07, PY-10)."""

from dataclasses import dataclass

from selvbetjening.domain.payments.models import Attempt, GatewayFact, PaymentCard
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True, slots=True)
class PaidWith:
    """`brand` and `last4` are empty where the gateway told none. `saved` is the card that was kept, None for none."""

    brand: str
    last4: str
    saved: PaymentCard | None


def paid_with(organization: OrganizationId, *, attempt: Attempt) -> PaidWith:
    """Read it from what the gateway told of the attempt and was booked; one or two queries."""
    facts = GatewayFact.objects.filter(organization_id=organization, attempt_id=attempt.id, outcome="booked")
    found = list(facts.order_by("taken_at", "id"))
    saved = next((fact for fact in found if fact.kind == "instrument_saved"), None)
    card = _card(organization, attempt, saved) if saved else None
    shown: dict[str, str] = next((fact.data for fact in reversed(found) if fact.data.get("last4")), {})
    return PaidWith(
        brand=shown.get("brand", "") or (card.brand if card else ""),
        last4=shown.get("last4", "") or (card.last4 if card else ""),
        saved=card,
    )


def _card(organization: OrganizationId, attempt: Attempt, fact: GatewayFact) -> PaymentCard | None:
    mine = PaymentCard.objects.filter(organization_id=organization, account_id=attempt.account_id, state="active")
    mine = mine.filter(gateway_account_id=fact.gateway_account_id)
    return mine.filter(external_id=fact.external_id).first()
