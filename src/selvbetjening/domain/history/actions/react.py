"""Work off the reactions that are owed, each event in a transaction of its own."""

from datetime import datetime

import structlog
from django.db import transaction

from selvbetjening.domain.history.models import ATTEMPTS, Event, PendingReaction
from selvbetjening.domain.history.subscribers import Recorded, reactions_to
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId

log = structlog.get_logger("selvbetjening.reactions")


def react(organization: OrganizationId, *, at: datetime) -> int:
    """Run every owed reaction once and return how many succeeded.

    A reaction and the removal of its row are one transaction, so a killed worker repeats nothing and loses
    nothing; rows that another worker holds are passed over.
    """
    done = 0
    failed: set[object] = set()  # only these are named below: what is done is gone, and there may be very many
    while True:
        with within(organization):
            pending = (
                PendingReaction.objects.select_for_update(skip_locked=True)
                .filter(organization_id=organization, attempts__lt=ATTEMPTS)
                .exclude(event_id__in=failed)
                .order_by("recorded_at")
                .first()
            )
            if pending is None:
                return done
            if _react_to(organization, pending):
                done += 1
            else:
                failed.add(pending.event_id)


def _react_to(organization: OrganizationId, pending: PendingReaction) -> bool:
    event = Event.objects.get(organization_id=organization, id=pending.event_id)
    recorded = Recorded(
        id=event.id, organization=organization, name=event.name, at=event.at,
        actor_kind=event.actor_kind, actor_id=event.actor_id, account=event.account_id, data=event.data,
    )  # fmt: skip
    try:
        with transaction.atomic():
            for reaction in reactions_to(event.name):
                reaction(recorded)
    except Exception as error:  # one broken reaction must not hold up the others
        pending.attempts += 1
        pending.last_error = type(error).__name__
        pending.save(update_fields=["attempts", "last_error"])
        log.error("reaction failed", task=event.name, organization=str(organization), exc_info=error)
        return False
    pending.delete()
    return True


@job(name="history.react")
def react_job(organization: OrganizationId, *, at: datetime) -> None:
    """The wake-up: works off whatever is owed, not only what woke it."""
    react(organization, at=at)
