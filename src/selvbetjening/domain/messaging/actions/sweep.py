"""Find due mails that no job delivered."""

from datetime import datetime

from selvbetjening.domain.messaging.actions.deliver import deliver_job
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.messaging.rules.retries import PATIENCE
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId

_AT_ONCE = 1_000


def sweep(*, at: datetime) -> int:
    """Wake a delivery for each mail that has been due for a while, and return how many: a lost job loses no mail."""
    with doorway(reason="due mails that no job delivered", actor=SYSTEM, at=at) as alias:
        due = (
            Message.objects.using(alias)
            .filter(state=Message.State.QUEUED, next_attempt_at__lte=at - PATIENCE)
            .order_by("next_attempt_at")
        )
        found = list(due.values_list("organization_id", "id")[:_AT_ONCE])
    for organization, message in found:
        with within(OrganizationId(organization)):
            deliver_job.defer(OrganizationId(organization), message=str(message))
    return len(found)
