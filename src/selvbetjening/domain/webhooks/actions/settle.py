"""Write down what came of one try, and decide what follows: done, later, or given up."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.domain.webhooks.events import WebhookGivenUp, WebhookSwitchedOff
from selvbetjening.domain.webhooks.lifecycle import DELIVERY, ENDPOINT, DeliveryState, EndpointState
from selvbetjening.domain.webhooks.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from selvbetjening.domain.webhooks.rules.retrying import (
    LASTS,
    is_long_failure,
    is_over,
    is_silent,
    next_try,
    rests_until,
)
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId


def settle(
    organization: OrganizationId,
    *,
    delivery: UUID,
    attempt: UUID,
    status: int | None,
    millis: int,
    code: str,
    at: datetime,
) -> None:
    """`code` is empty for a 2xx. The attempt gets its end; the delivery moves only while the attempt holds it.

    Records `WebhookGivenUp` for the first that is given up since something came there, and `WebhookSwitchedOff` after
    long failure (SEC-74: never silently).
    """
    with within(organization):
        WebhookAttempt.objects.filter(organization_id=organization, id=attempt).update(
            ended_at=at, status=status, millis=max(millis, 0), code=code
        )
        rows = WebhookDelivery.objects.select_for_update(of=("self",))
        row = rows.filter(organization_id=organization, id=delivery, lease=attempt, state="waiting").first()
        if row is None:
            return  # its lease was over: somebody else has it, or it is done
        mine = WebhookEndpoint.objects.select_for_update().get(organization_id=organization, id=row.endpoint_id)
        row.lease, row.leased_until, row.status, row.code = None, None, status, code
        if code:
            _failed(organization, mine, row, at)
        else:
            _came(mine, row, at)
        row.save(update_fields=["lease", "leased_until", "status", "code", "state", "ended_at", "next_try_at"])


def _came(mine: WebhookEndpoint, row: WebhookDelivery, at: datetime) -> None:
    row.state, row.ended_at = DELIVERY.after(DeliveryState.WAITING, "deliver"), at
    mine.failures, mine.silences, mine.failed_first_at, mine.rests_until, mine.told_at = 0, 0, None, None, None
    mine.worked_at, mine.code = at, ""
    mine.save(update_fields=["failures", "silences", "failed_first_at", "rests_until", "told_at", "worked_at", "code"])


def _failed(organization: OrganizationId, mine: WebhookEndpoint, row: WebhookDelivery, at: datetime) -> None:
    mine.failures, mine.failed_first_at, mine.code = mine.failures + 1, mine.failed_first_at or at, row.code
    silent = is_silent(code=row.code)
    if silent:
        mine.silences += 1
        mine.rests_until = rests_until(failures=mine.silences, at=at)
    else:
        mine.silences, mine.rests_until = 0, None
    again = next_try(tries=row.tries, at=at)
    if again is None or (silent and is_over(created_at=row.asked_at, at=at)):
        _give_up(row, at)
    else:
        row.next_try_at = again
    if silent:
        _give_up_old(organization, mine, row, at)
    if row.state == DeliveryState.FAILED and mine.told_at is None:
        mine.told_at = at
        record(organization, fact=WebhookGivenUp(endpoint=mine.id, delivery=row.id), actor=SYSTEM, at=at)
    if mine.state == EndpointState.ACTIVE and is_long_failure(
        failed_first_at=mine.failed_first_at, failures=mine.failures, at=at
    ):
        mine.state, mine.off_reason = ENDPOINT.after(EndpointState.ACTIVE, "switch_off"), "failing"
        record(organization, fact=WebhookSwitchedOff(endpoint=mine.id, reason="failing"), actor=SYSTEM, at=at)
    mine.save(
        update_fields=[
            "failures", "silences", "failed_first_at", "rests_until", "told_at", "code", "state", "off_reason"
        ]
    )  # fmt: skip


def _give_up(row: WebhookDelivery, at: datetime) -> None:
    row.state, row.ended_at = DELIVERY.after(DeliveryState.WAITING, "give_up"), at


def _give_up_old(organization: OrganizationId, mine: WebhookEndpoint, row: WebhookDelivery, at: datetime) -> None:
    """What has waited for three days for a receiver that answers nobody is given up, tried itself or not."""
    old = WebhookDelivery.objects.filter(
        organization_id=organization, endpoint=mine, state=DeliveryState.WAITING, asked_at__lte=at - LASTS,
        leased_until__isnull=True,
    ).exclude(id=row.id)  # fmt: skip
    old.update(state=DeliveryState.FAILED, code=row.code, ended_at=at)
