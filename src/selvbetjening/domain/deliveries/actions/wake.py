"""Wake the pipeline for a delivery, in the lane of its size (Must show 6: a fair queue)."""

from selvbetjening.domain.deliveries.actions.advance import advance_job, advance_large_job
from selvbetjening.domain.deliveries.lifecycle import AUTOMATIC
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.domain.deliveries.rules.lanes import priority
from selvbetjening.kernel.ids import OrganizationId


def wake(organization: OrganizationId, *, delivery: Delivery, waiting: int | None = None) -> None:
    """Queue its next step in the open transaction. `waiting`: the company's small files under way, where known."""
    if delivery.is_large:
        advance_large_job.defer(organization, delivery=str(delivery.id))
        return
    if waiting is None:
        waiting = Delivery.objects.filter(organization_id=organization, state__in=AUTOMATIC, is_large=False).count()
    advance_job.defer(organization, priority=priority(waiting=waiting), delivery=str(delivery.id))
