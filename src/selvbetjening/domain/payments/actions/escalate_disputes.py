"""Tell the company's owner of disputes that were not answered in time (CM-06)."""

from datetime import date, datetime

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.payments.events import DisputeEscalated
from selvbetjening.domain.payments.lifecycle import DisputeState
from selvbetjening.domain.payments.models import Dispute
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def escalate_disputes(organization: OrganizationId, *, today: date, actor: Actor, at: datetime) -> int:
    """Mark every open dispute whose day to answer is over, once each; how many. Records `DisputeEscalated`."""
    with within(organization):
        late = Dispute.objects.select_for_update(no_key=True).filter(
            organization_id=organization, state=DisputeState.OPEN, answer_by_on__lt=today, escalated_at=None
        )
        found = list(late.order_by("opened_at"))
        for dispute in found:
            dispute.escalated_at = at
            dispute.save(update_fields=["escalated_at"])
            fact = DisputeEscalated(account=dispute.account_id, dispute=dispute.id, invoice=dispute.invoice_id)
            record(organization, fact=fact, actor=actor, at=at)
    return len(found)
