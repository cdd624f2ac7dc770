"""Keep what has happened for every endpoint that wants to know, in the transaction in which it happens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from selvbetjening.domain.tenancy.within import within
from selvbetjening.domain.webhooks.actions.deliver import wake
from selvbetjening.domain.webhooks.lifecycle import DeliveryState, EndpointState
from selvbetjening.domain.webhooks.models import WebhookDelivery, WebhookEndpoint, WebhookMessage
from selvbetjening.domain.webhooks.queries.endpoints import listening
from selvbetjening.domain.webhooks.rules.catalogue import wants
from selvbetjening.domain.webhooks.rules.envelopes import envelope
from selvbetjening.kernel.ids import OrganizationId, new_id

_AT_ONCE = 500


@dataclass(frozen=True)
class News:
    """One event of the catalogue. `about` is the thing that it is about, whose events go in order: `invoice:<id>`."""

    event_id: UUID
    event: str
    about: str
    data: Mapping[str, Any]
    at: datetime
    account: UUID | None = None


def wanted(organization: OrganizationId, *, events: Sequence[str]) -> frozenset[str]:
    """Of these events those that somebody is to be told; a company without endpoints pays one small question."""
    heard = listening(organization)
    return frozenset(event for event in events if any(wants(named=each.events, event=event) for each in heard))


def announce(organization: OrganizationId, *, news: Sequence[News]) -> int:
    """Keep each as it is now, once for each endpoint that wants it; how many deliveries that makes.

    For an endpoint that we switched off it is kept as failed, to be replayed. The same event of the same fact again
    makes nothing. Raises `DataEmpty`.
    """
    with within(organization):
        heard = listening(organization)
        kept = [(each, [to for to in heard if wants(named=to.events, event=each.event)]) for each in news]
        kept = [(each, to) for each, to in kept if to]
        if not kept:
            return 0
        messages = _messages(organization, [each for each, _ in kept])
        rows = [
            _delivery(organization, messages[each.event_id, each.event], to, each)
            for each, receivers in kept
            if (each.event_id, each.event) in messages
            for to in receivers
        ]
        WebhookDelivery.objects.bulk_create(rows, batch_size=_AT_ONCE)
        for host in sorted({row.host for row in rows if row.state == DeliveryState.WAITING}):
            wake(organization, host=host)
        return len(rows)


def _messages(organization: OrganizationId, news: Sequence[News]) -> dict[tuple[UUID, str], WebhookMessage]:
    """The new ones of them."""
    there = set(
        WebhookMessage.objects.filter(
            organization_id=organization, event_id__in={each.event_id for each in news}
        ).values_list("event_id", "event")
    )
    made = []
    for each in news:
        if (each.event_id, each.event) in there:
            continue
        there.add((each.event_id, each.event))
        id_ = new_id()
        body = envelope(id_=id_, event=each.event, data=each.data, created=each.at)
        made.append(
            WebhookMessage(
                id=id_,
                organization_id=organization,
                event_id=each.event_id,
                event=each.event,
                body=body,
                object_key=each.about,
                account_id=each.account,
                made_at=each.at,
            )
        )
    WebhookMessage.objects.bulk_create(made, batch_size=_AT_ONCE)
    return {(each.event_id, each.event): each for each in made}


def _delivery(
    organization: OrganizationId, message: WebhookMessage, to: WebhookEndpoint, news: News
) -> WebhookDelivery:
    row = WebhookDelivery(
        organization_id=organization, endpoint_id=to.id, message=message, host=to.host, object_key=news.about,
        place=message.place, asked_at=news.at, next_try_at=news.at,
    )  # fmt: skip
    if to.state == EndpointState.OFF:  # not by a person: what happens meanwhile can be replayed
        row.state, row.code, row.ended_at = DeliveryState.FAILED, "off", news.at
    return row
