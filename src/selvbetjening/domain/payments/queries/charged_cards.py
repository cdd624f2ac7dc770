"""The card that a payment or a charge was made with, as its owner knows it."""

from uuid import UUID

from selvbetjening.domain.payments.models import Attempt, GatewayFact, Payment
from selvbetjening.domain.payments.queries.gateways import NAMES
from selvbetjening.domain.payments.rules.card_names import card_name
from selvbetjening.kernel.ids import OrganizationId


def card_of_attempt(organization: OrganizationId, *, attempt: UUID | None) -> str:
    """The saved card that was charged, or what the gateway told of the one that paid; empty where nothing is known."""
    if attempt is None:
        return ""
    found = Attempt.objects.select_related("card").get(organization_id=organization, id=attempt)
    if found.card is not None:
        return card_name(method=found.card.method, brand=found.card.brand, last4=found.card.last4)
    facts = GatewayFact.objects.filter(organization_id=organization, attempt_id=found.id, outcome="booked")
    told: dict[str, str] = next((fact.data for fact in facts.order_by("-taken_at") if fact.data.get("last4")), {})
    return card_name(method="card", brand=told.get("brand", ""), last4=told.get("last4", ""))


def card_of_payment(organization: OrganizationId, *, payment: UUID) -> str:
    """The card that paid, or Betalingsservice; empty for money that came in another way."""
    found = Payment.objects.get(organization_id=organization, id=payment)
    if found.method == "betalingsservice":
        return "Betalingsservice"
    if found.method not in NAMES:
        return ""
    facts = GatewayFact.objects.filter(
        organization_id=organization,
        external_id=found.reference.split("/")[0],
        kind="payment_succeeded",
        outcome="booked",
    )
    attempt = facts.values_list("attempt_id", flat=True).first()
    return card_of_attempt(organization, attempt=attempt)
