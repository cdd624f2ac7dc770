"""Pay back what a consumer has left when the last subscription is over (CAN-4)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.rules.law.parties import is_consumer
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.payments.actions.pay_out import pay_out
from selvbetjening.domain.payments.models import RefundTask
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId


def refund_after_last(organization: OrganizationId, *, account: UUID, at: datetime) -> list[RefundTask]:
    """Open refunds for the whole balance where no later invoice can use it: nothing runs any more, unasked.

    A business asks for it on its balance page; its credit may be meant for the next order. Records what `pay_out` does.
    """
    with within(organization):
        holder = Account.objects.only("party_type").get(organization_id=organization, id=account)
        unknown_as = organizations.get(organization).choice("unknown_party_as")
        running = Subscription.objects.filter(organization_id=organization, account_id=account).exclude(state="ended")
        if running.exists() or not is_consumer(known=holder.party_type, unknown_as=unknown_as):
            return []
        return pay_out(organization, account=account, reason="cancellation", actor=SYSTEM, at=at)
