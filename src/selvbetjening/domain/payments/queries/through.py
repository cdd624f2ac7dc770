"""What hangs on a gateway account: what disconnecting it touches."""

from dataclasses import dataclass
from uuid import UUID

from selvbetjening.domain.payments.lifecycle import LIVE_ATTEMPT
from selvbetjening.domain.payments.models import Attempt, CardRefund, PaymentCard
from selvbetjening.domain.payments.queries.reversals import RUNNING
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True, slots=True)
class Touched:
    """Active cards saved there, and attempts and refunds that run."""

    cards: int
    attempts: int
    refunds: int


def touched(organization: OrganizationId, *, gateway_account: UUID) -> Touched:
    """What is there now; three counts."""
    mine = {"organization_id": organization, "gateway_account_id": gateway_account}
    return Touched(
        cards=PaymentCard.objects.filter(**mine, state="active").count(),
        attempts=Attempt.objects.filter(**mine, state__in=list(LIVE_ATTEMPT)).count(),
        refunds=CardRefund.objects.filter(**mine, state__in=RUNNING).count(),
    )
