"""What an operator does about a file that broke at our end after it was accepted: once more, or never (annex D.1)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.deliveries.actions.move import move
from selvbetjening.domain.deliveries.actions.receipts import issue
from selvbetjening.domain.deliveries.actions.release import follow
from selvbetjening.domain.deliveries.events import DeliveryRejected, DeliveryTriedAgain
from selvbetjening.domain.deliveries.lifecycle import DeliveryState
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.domain.deliveries.rules.pipeline import STATUS
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId

#: Why a file that broke is refused in the end; its sender is told by these words.
GIVEN_UP = "failed.given_up"


class NotMended(Exception):
    """Nothing was done. `reason`: `not_staff`, `reason` (there is none), or `not_now`: the file has not failed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def try_again(organization: OrganizationId, *, delivery: UUID, reason: str, actor: Actor, at: datetime) -> None:
    """Process it once more, as it was accepted: what was asked of people before stands, its days are asked anew.

    `reason` stands in the timeline, where the company reads it. Records `DeliveryTriedAgain`. Raises `NotMended`.
    """
    with within(organization):
        row = _failed(organization, delivery, reason, actor)
        code = "partly_accepted" if row.refused_count else "accepted"
        moved = _moved(organization, row, "process", code, reason, actor, at)
        follow(organization, row=moved)
        fact = DeliveryTriedAgain(delivery=moved.id, number=moved.number)
        record(organization, fact=fact, actor=actor, at=at)


def turn_down(organization: OrganizationId, *, delivery: UUID, reason: str, actor: Actor, at: datetime) -> None:
    """Refuse it for good: nothing of it counts, its sender is asked to send it again, and that is no duplicate.

    `reason` stands in the timeline. Records `DeliveryRejected`, and gives a receipt. Raises `NotMended`.
    """
    with within(organization):
        row = _failed(organization, delivery, reason, actor)
        moved = _moved(organization, row, "reject", GIVEN_UP, reason, actor, at)
        issue(organization, delivery=moved, kind="K3", status=STATUS["reject"], at=at)
        fact = DeliveryRejected(delivery=moved.id, number=moved.number, code=GIVEN_UP)
        record(organization, fact=fact, actor=actor, at=at)


def _failed(organization: OrganizationId, delivery: UUID, reason: str, actor: Actor) -> Delivery:
    if actor.kind != "staff":
        raise NotMended("not_staff")
    if not reason.strip():
        raise NotMended("reason")
    row = Delivery.objects.select_for_update().filter(organization_id=organization, id=delivery).first()
    if row is None or row.state != DeliveryState.FAILED:
        raise NotMended("not_now")
    return row


def _moved(
    organization: OrganizationId, row: Delivery, verb: str, code: str, reason: str, actor: Actor, at: datetime
) -> Delivery:
    # Of a file that is refused nothing counts, however many of its records were sound.
    counts = {"accepted_count": 0} if verb == "reject" else {}
    moved = move(
        organization, delivery=row.id, verb=verb, actor=actor, at=at, reason=" ".join(reason.split()), code=code,
        only_from=DeliveryState.FAILED, **counts,
    )  # fmt: skip
    if moved is None:
        raise NotMended("not_now")
    return moved
