"""A file whose look or check breaks again and again: it is refused in the end, and never left without an answer."""

from datetime import datetime

import structlog

from selvbetjening.domain.deliveries.actions.move import move
from selvbetjening.domain.deliveries.actions.receipts import issue
from selvbetjening.domain.deliveries.events import DeliveryRejected
from selvbetjening.domain.deliveries.lifecycle import DeliveryState
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.domain.deliveries.rules.limits import PATIENCE
from selvbetjening.domain.deliveries.rules.pipeline import STATUS
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId

log = structlog.get_logger("selvbetjening.files")
#: The error is ours; nothing in the file counts.
UNCHECKED = "file.unchecked"


def give_up(organization: OrganizationId, *, row: Delivery, error: Exception, at: datetime) -> bool:
    """Refuse the file with K2 when it has broken its step for an hour; False before that: it is tried each minute.

    Must stand outside every transaction. Records `DeliveryRejected`.
    """
    log.error("a file could not be checked", subject=str(row.id), state=row.state, exc_info=error)
    if at - row.state_at < PATIENCE:
        return False
    with within(organization):
        moved = move(
            organization, delivery=row.id, verb="reject", actor=SYSTEM, at=at, reason=UNCHECKED, code=UNCHECKED,
            only_from=DeliveryState(row.state),
        )  # fmt: skip
        if moved is not None:
            fact = DeliveryRejected(delivery=row.id, number=row.number, code=UNCHECKED)
            record(organization, fact=fact, actor=SYSTEM, at=at)
            issue(organization, delivery=moved, kind="K2", status=STATUS["reject"], at=at)
    return True
