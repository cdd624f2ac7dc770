"""Do not keep a card that a gateway has saved for somebody who was erased meanwhile (GDP-4)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.payments.actions.tell_off import tell_off_job
from selvbetjening.domain.payments.models import GatewayAccount, PaymentCard
from selvbetjening.domain.payments.ports import Instrument
from selvbetjening.domain.payments.queries.cards import LEFT_BEHIND
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId, new_id


def drop_card(
    organization: OrganizationId,
    *,
    account: UUID,
    gateway_account: GatewayAccount,
    instrument: Instrument,
    at: datetime,
) -> None:
    """Have it disabled at the gateway, in the background and as often as it takes; twice is once.

    Only the gateway's own key of it is kept, until the gateway has forgotten it: nothing of its holder, no fact.
    """
    with within(organization):
        row = PaymentCard(
            id=new_id(),
            organization_id=organization,
            account_id=account,
            gateway_account=gateway_account,
            gateway=gateway_account.gateway,
            external_id=instrument.external_id,
            customer_ref=instrument.customer_ref[:120],
            method=LEFT_BEHIND,
            state="disabled",
            saved_at=at,
            disabled_at=at,
            tell_next_at=at,
        )
        PaymentCard.objects.bulk_create([row], ignore_conflicts=True)
        tell_off_job.defer(organization, card=str(row.id))
