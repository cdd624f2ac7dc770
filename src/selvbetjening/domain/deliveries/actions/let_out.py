"""Let a file out of quarantine: two operators with a reason each, and nobody else (SEC-83)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.deliveries.actions.move import move, note
from selvbetjening.domain.deliveries.actions.release import follow
from selvbetjening.domain.deliveries.events import QuarantineReleaseAsked, QuarantineReleased
from selvbetjening.domain.deliveries.lifecycle import DeliveryState
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.domain.deliveries.queries.quarantine import asked_out
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


class NotLetOut(Exception):
    """Nothing was done. `reason`: `not_staff`, `reason` (there is none), `same_person`, or `not_now`: the file is not
    in quarantine, or its content is gone."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def let_out(organization: OrganizationId, *, delivery: UUID, reason: str, actor: Actor, at: datetime) -> bool:
    """Count this operator's wish; whether it was the second one, with which the file goes on where it stood.

    A wish lapses after a week (`limits.WISH_LIFE`); then the next one is a first one again. Both wishes stand in
    the file's timeline, with their reasons, where the company reads them. Of two at once the second finds the
    first: the row is locked. Records `QuarantineReleaseAsked` or `QuarantineReleased`. Raises `NotLetOut`.
    """
    if actor.kind != "staff":
        raise NotLetOut("not_staff")
    if not (words := " ".join(reason.split())):
        raise NotLetOut("reason")
    with within(organization):
        row = Delivery.objects.select_for_update().filter(organization_id=organization, id=delivery).first()
        if row is None or row.state != DeliveryState.QUARANTINED or row.content_gone_on is not None:
            raise NotLetOut("not_now")
        before = {wish.actor_id for wish in asked_out(organization, deliveries=[delivery], at=at)}
        if actor.id in before:
            raise NotLetOut("same_person")
        if not before:
            note(organization, row=row, before=DeliveryState.QUARANTINED, actor=actor, at=at, reason=words)
            asked = QuarantineReleaseAsked(delivery=row.id, number=row.number)
            record(organization, fact=asked, actor=actor, at=at)
            return False
        moved = move(
            organization, delivery=delivery, verb="release", actor=actor, at=at, reason=words, code="", counts_at=at
        )
        if moved is None:
            raise NotLetOut("not_now")
        released = QuarantineReleased(delivery=row.id, number=row.number)
        record(organization, fact=released, actor=actor, at=at)
        follow(organization, row=moved)
    return True
