"""Somebody looked at what a gateway told that did not fit (G5)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.payments.events import FactResolved
from selvbetjening.domain.payments.models import GatewayFact
from selvbetjening.domain.payments.rules import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def resolve_fact(organization: OrganizationId, *, fact: UUID, note: str, actor: Actor, at: datetime) -> GatewayFact:
    """Take a parked fact off the alarms, with a note of what was found and done. Nothing is booked by it.

    Records `FactResolved`. Raises `Refused` (`text` without a note, `closed` where somebody was first) and
    `GatewayFact.DoesNotExist`.
    """
    words = note.strip()[:200]
    if not words:
        raise Refused("text")
    with within(organization):
        mine = GatewayFact.objects.filter(organization_id=organization, id=fact, outcome="parked")
        changed = mine.filter(resolved_at__isnull=True).update(resolved_at=at, resolution=words)
        found = mine.get()
        if not changed:
            raise Refused("closed")
        record(organization, fact=FactResolved(fact=found.id), actor=actor, at=at)
    return found
