"""A payment by card, for the walks over addresses: booked, at a gateway that nobody calls."""

from uuid import UUID

from selvbetjening.domain.payments.models import GatewayAccount, GatewayFact, Payment
from selvbetjening.domain.tenancy.within import within
from tests.story.portal.world import NOW, World


def payment_of(owner: World) -> UUID:
    """A krone of the invoice, paid through a gateway that takes nothing more."""
    mine = {"organization_id": owner.id}
    with within(owner.id):
        found = Payment.objects.filter(**mine, invoice=owner.invoice, method="quickpay").first()
        if found:
            return found.id
        gateway = GatewayAccount.objects.create(
            **mine, gateway="quickpay", mode="test", sealed=b"", is_active=False, created_at=NOW
        )
        GatewayFact.objects.create(
            **mine, gateway_account=gateway, dedupe_key="pay-1", kind="payment_succeeded", external_id="pay-1",
            mode="test", occurred_at=NOW, taken_at=NOW, outcome="booked",
        )  # fmt: skip
        made = Payment.objects.create(
            **mine, invoice=owner.invoice, method="quickpay", amount_minor=100, currency="DKK", paid_on=NOW.date(),
            reference="pay-1", recorded_at=NOW,
        )  # fmt: skip
    return made.id
