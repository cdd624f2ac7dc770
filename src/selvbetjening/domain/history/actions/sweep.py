"""Find what a lost wake-up left behind."""

from datetime import datetime, timedelta

from selvbetjening.domain.history import queries
from selvbetjening.domain.history.actions.react import react_job
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM

#: A reaction that is owed for longer than this was not woken, or its worker died.
OVERDUE = timedelta(minutes=5)


def sweep(*, at: datetime) -> int:
    """Wake every organization with overdue reactions again, and return how many there were."""
    with doorway(reason="reactions that are overdue", actor=SYSTEM, at=at) as alias:
        found = queries.organizations_that_are_owed(using=alias, before=at - OVERDUE)
    for organization in found:
        with within(organization):
            react_job.defer(organization)
    return len(found)
