"""Wake the pipeline for a delivery, in the lane of its size (Must show 6: a fair queue)."""

from selvbetjening.domain.deliveries.actions.advance import advance_job, advance_large_job
from selvbetjening.domain.deliveries.lifecycle import AUTOMATIC
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.domain.deliveries.rules.lanes import priority
from selvbetjening.kernel.ids import OrganizationId


def wake(organization: OrganizationId, *, delivery: Delivery) -> None:
    """Queue its next step in the open transaction."""
    if delivery.is_large:
        advance_large_job.defer(organization, delivery=str(delivery.id))
        return
    waiting = Delivery.objects.filter(organization_id=organization, state__in=AUTOMATIC, is_large=False).count()
    advance_job.defer(organization, priority=priority(waiting=waiting), delivery=str(delivery.id))
