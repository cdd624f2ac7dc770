"""What a gateway says of money that went back: refunds and chargebacks."""

from datetime import datetime

from selvbetjening.domain.payments.models import GatewayAccount
from selvbetjening.domain.payments.ports import Fact
from selvbetjening.domain.payments.rules.matching import Verdict
from selvbetjening.kernel.ids import OrganizationId


def refund_told(organization: OrganizationId, *, gateway_account: GatewayAccount, fact: Fact, at: datetime) -> Verdict:
    """Somebody must look at a refund that was not made here."""
    return Verdict("parked", "unknown_reference")


def dispute_told(organization: OrganizationId, *, gateway_account: GatewayAccount, fact: Fact, at: datetime) -> Verdict:
    """Somebody must look at a chargeback."""
    return Verdict("parked", "unknown_reference")
