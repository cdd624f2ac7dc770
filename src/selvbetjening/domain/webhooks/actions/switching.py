"""Switch an endpoint off and on, or take it away."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.domain.webhooks.actions.deliver import deliver_job
from selvbetjening.domain.webhooks.events import WebhookRemoved, WebhookSwitchedOff, WebhookSwitchedOn
from selvbetjening.domain.webhooks.lifecycle import ENDPOINT, DeliveryState, EndpointState
from selvbetjening.domain.webhooks.models import WebhookDelivery, WebhookEndpoint
from selvbetjening.domain.webhooks.queries.endpoints import get_endpoint
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId

_GONE = b"removed"


def switch_off(
    organization: OrganizationId, *, endpoint: UUID, reason: str = "person", actor: Actor, at: datetime
) -> WebhookEndpoint:
    """Tell it nothing from now on; what waits for it waits until it is switched on. `reason` as in the fact.

    Nothing that happens meanwhile is kept for it where a person switched it off; where we did, it is kept as failed,
    to be replayed. Records `WebhookSwitchedOff`. Raises `WebhookEndpoint.DoesNotExist`, `MoveRefused`.
    """
    with within(organization):
        mine = get_endpoint(organization, endpoint=endpoint, lock=True)
        mine.state = ENDPOINT.after(EndpointState(mine.state), "switch_off")
        mine.off_reason, mine.changed_at = reason, at
        mine.save(update_fields=["state", "off_reason", "changed_at"])
        record(organization, fact=WebhookSwitchedOff(endpoint=mine.id, reason=reason), actor=actor, at=at)
        return mine


def switch_on(organization: OrganizationId, *, endpoint: UUID, actor: Actor, at: datetime) -> WebhookEndpoint:
    """Tell it what happens again, and at once what waits. One that never passed the challenge must pass it first.

    Records `WebhookSwitchedOn`. Raises `WebhookEndpoint.DoesNotExist`, `MoveRefused`.
    """
    with within(organization):
        mine = get_endpoint(organization, endpoint=endpoint, lock=True)
        verb = "switch_on" if mine.verified_at else "doubt"
        if mine.state != EndpointState.OFF:
            verb = "switch_on"  # refused, with the table's own words
        mine.state = ENDPOINT.after(EndpointState(mine.state), verb)
        mine.off_reason, mine.changed_at = "", at
        mine.failures, mine.silences, mine.failed_first_at, mine.rests_until, mine.told_at = 0, 0, None, None, None
        mine.save(
            update_fields=[
                "state", "off_reason", "changed_at", "failures", "silences", "failed_first_at", "rests_until", "told_at"
            ]
        )  # fmt: skip
        record(organization, fact=WebhookSwitchedOn(endpoint=mine.id), actor=actor, at=at)
        if mine.state == EndpointState.ACTIVE:
            waiting = WebhookDelivery.objects.filter(
                organization_id=organization, endpoint=mine, state=DeliveryState.WAITING
            )
            waiting.update(next_try_at=at)
            deliver_job.defer(organization, host=mine.host)
        return mine


def remove(organization: OrganizationId, *, endpoint: UUID, actor: Actor, at: datetime) -> None:
    """Take it away for good: password and secrets are emptied, what waited for it is given up.

    Records `WebhookRemoved`. Raises `WebhookEndpoint.DoesNotExist`.
    """
    with within(organization):
        mine = get_endpoint(organization, endpoint=endpoint, lock=True)
        mine.state = ENDPOINT.after(EndpointState(mine.state), "remove")
        mine.changed_at, mine.password, mine.challenge, mine.secret = at, b"", b"", _GONE
        mine.former_secret, mine.former_until = b"", None
        mine.save(
            update_fields=["state", "changed_at", "password", "challenge", "secret", "former_secret", "former_until"]
        )
        WebhookDelivery.objects.filter(organization_id=organization, endpoint=mine, state=DeliveryState.WAITING).update(
            state=DeliveryState.FAILED, code="removed", ended_at=at, leased_until=None, lease=None
        )
        record(organization, fact=WebhookRemoved(endpoint=mine.id), actor=actor, at=at)
