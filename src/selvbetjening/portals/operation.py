"""How the work behind the doors goes on, as it is measured at this moment (BP-10, annex C.1: STATUS.txt).

By the database's own clock, as the queue itself: the demo's may be months ahead of it.
"""

from datetime import timedelta
from typing import Final, Literal

from django.db.models import Q
from django.db.models.functions import Now
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob, ProcrastinateWorker

from selvbetjening.domain.deliveries.queries import scanner_is_away

__all__ = ["Operation", "operation", "scanner_is_away"]

Operation = Literal["up", "late", "down"]
#: A worker gives a sign of life every ten seconds.
_ALIVE: Final = timedelta(minutes=1)
_LATE: Final = timedelta(minutes=5)


def operation() -> Operation:
    """`down` where no worker is alive, `late` where work waits more than five minutes for one, else `up`.

    Work that waits for its turn behind other work of its kind (a lock: the large files) is not late.
    """
    if not ProcrastinateWorker.objects.filter(last_heartbeat__gte=Now() - _ALIVE).exists():
        return "down"
    due = ProcrastinateJob.objects.filter(status="todo", lock=None)
    told = ProcrastinateEvent.objects.filter(type="deferred", at__lt=Now() - _LATE).values("job_id")
    late = due.filter(Q(scheduled_at__lt=Now() - _LATE) | Q(scheduled_at=None, id__in=told))
    return "late" if late.exists() else "up"
