"""The pipeline's own steps, one after the other, until a human, the clock or nobody is next (annex D.1).

Each step is idempotent and asks the row first: a job that is lost, late or run twice does no harm. A small file goes
through in one job. A large one takes one step a turn, and the large ones of all companies take turns.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.deliveries.actions.courtesy import lane
from selvbetjening.domain.deliveries.actions.move import move
from selvbetjening.domain.deliveries.actions.process import process
from selvbetjening.domain.deliveries.actions.scan import scan
from selvbetjening.domain.deliveries.actions.validate import validate
from selvbetjening.domain.deliveries.lifecycle import AUTOMATIC, DeliveryState
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.domain.deliveries.rules.lanes import LARGE_PRIORITY, QUEUE
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId


def advance(organization: OrganizationId, *, delivery: UUID, at: datetime) -> None:
    """Take a delivery as far as it goes by itself."""
    with lane.small():
        while step(organization, delivery=delivery, at=at):
            pass


def step(organization: OrganizationId, *, delivery: UUID, at: datetime) -> bool:
    """Take one step; whether there may be another one right away."""
    with within(organization):
        row = Delivery.objects.filter(organization_id=organization, id=delivery).first()
    if row is None:
        return False
    match DeliveryState(row.state):
        case DeliveryState.RECEIVED:
            move(organization, delivery=delivery, verb="scan", actor=SYSTEM, at=at, only_from=DeliveryState.RECEIVED)
            return True
        case DeliveryState.SCANNING:
            return scan(organization, row=row, at=at, pause=_pause(row))
        case DeliveryState.VALIDATING:
            validate(organization, row=row, at=at, progress=_progress(organization, row), pause=_pause(row))
            return True
        case DeliveryState.ACCEPTED:
            move(organization, delivery=delivery, verb="process", actor=SYSTEM, at=at, only_from=DeliveryState.ACCEPTED)
            return True
        case DeliveryState.PROCESSING:
            process(organization, row=row, at=at, pause=_pause(row))
    return False


def advance_large(organization: OrganizationId, *, delivery: UUID, at: datetime) -> None:
    """One step of a large file, if it is the company's turn-holder: its oldest one that waits.

    More to do goes to the end of the line, behind every other company's; done, the company's next one is called.
    """
    if _turn_of(organization) != delivery:
        return
    more = step(organization, delivery=delivery, at=at)
    with within(organization):
        after = _turn_of(organization)
        if after is not None and (more or after != delivery):
            advance_large_job.defer(organization, delivery=str(after))


def _turn_of(organization: OrganizationId) -> UUID | None:
    with within(organization):
        rows = Delivery.objects.filter(organization_id=organization, is_large=True, state__in=AUTOMATIC)
        return rows.order_by("number").values_list("id", flat=True).first()


def _progress(organization: OrganizationId, row: Delivery) -> "_Progress | None":
    return _Progress(organization, row.id) if row.is_large else None


def _pause(row: Delivery) -> Callable[[], None] | None:
    return lane.let_small_ones_pass if row.is_large else None


class _Progress:
    """Tells how far the step has come, in bytes, in transactions of its own."""

    def __init__(self, organization: OrganizationId, delivery: UUID) -> None:
        self.organization, self.delivery = organization, delivery

    def __call__(self, done: int) -> None:
        with within(self.organization):
            Delivery.objects.filter(
                organization_id=self.organization, id=self.delivery, state=DeliveryState.VALIDATING
            ).update(progress=done)


@job(name="deliveries.advance", queue=QUEUE)
def advance_job(organization: OrganizationId, *, at: datetime, delivery: str) -> None:
    """The wake-up for one small file."""
    advance(organization, delivery=UUID(delivery), at=at)


@job(name="deliveries.advance_large", queue=QUEUE, priority=LARGE_PRIORITY, lock="deliveries.large")
def advance_large_job(organization: OrganizationId, *, at: datetime, delivery: str) -> None:
    """One turn of one large file; one at a time in the whole installation."""
    advance_large(organization, delivery=UUID(delivery), at=at)
