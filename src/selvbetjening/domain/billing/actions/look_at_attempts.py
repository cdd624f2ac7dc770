"""Read again what a gateway has not told of: the poller behind lost notices and lost answers (G6)."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from selvbetjening.domain.billing.actions.charge import look_at
from selvbetjening.domain.payments.models import Attempt
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId

_AT_ONCE: Final = 1_000
#: How long one look may take before another job may take it up.
_CLAIM: Final = timedelta(minutes=5)


@job(name="billing.look", attempts=1)
def look_job(organization: OrganizationId, *, at: datetime, attempt: str) -> None:
    """Look at one attempt, if nobody is looking."""
    with within(organization):
        mine = Attempt.objects.filter(
            organization_id=organization, id=attempt, closed_at__isnull=True, next_look_at__lte=at
        )
        if not mine.update(next_look_at=at + _CLAIM):
            return
    look_at(organization, attempt=UUID(attempt), at=at)


def sweep_attempts(*, at: datetime) -> int:
    """Wake a look at each attempt whose time has come, and return how many."""
    with doorway(reason="card attempts to read again", actor=SYSTEM, at=at) as alias:
        due = Attempt.objects.using(alias).filter(closed_at__isnull=True, next_look_at__lte=at)
        found = list(due.order_by("next_look_at").values_list("organization_id", "id")[:_AT_ONCE])
    for organization, attempt in found:
        with within(OrganizationId(organization)):
            look_job.defer(OrganizationId(organization), attempt=str(attempt))
    return len(found)
