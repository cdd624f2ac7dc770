"""Tell an endpoint once more: one message, or all of a time."""

from datetime import datetime
from uuid import UUID

from django.db.models import F

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.domain.webhooks.actions.deliver import wake
from selvbetjening.domain.webhooks.events import WebhooksReplayed
from selvbetjening.domain.webhooks.lifecycle import DELIVERY, DeliveryState
from selvbetjening.domain.webhooks.models import WebhookDelivery
from selvbetjening.domain.webhooks.queries.endpoints import get_endpoint
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def replay(
    organization: OrganizationId,
    *,
    endpoint: UUID,
    delivery: UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    failed_only: bool = False,
    actor: Actor,
    at: datetime,
) -> int:
    """Let one delivery, or those of what happened in `[since, until)`, go again with the same id and bytes; how many.

    What waits already is left alone, and so is what has no body any more (SEC-74). Records `WebhooksReplayed`.
    Raises `WebhookEndpoint.DoesNotExist`.
    """
    with within(organization):
        mine = get_endpoint(organization, endpoint=endpoint, lock=True)
        rows = WebhookDelivery.objects.filter(
            organization_id=organization, endpoint=mine, state__in=DELIVERY.sources("replay")
        ).exclude(message__body="")
        rows = rows.filter(id=delivery) if delivery else rows
        rows = rows.filter(message__made_at__gte=since) if since else rows
        rows = rows.filter(message__made_at__lt=until) if until else rows
        rows = rows.filter(state=DeliveryState.FAILED) if failed_only else rows
        ids = list(rows.values_list("id", flat=True))
        count = WebhookDelivery.objects.filter(organization_id=organization, id__in=ids).update(
            state=DeliveryState.WAITING, tries=0, asked_at=at, next_try_at=at, ended_at=None, status=None, code="",
            replays=F("replays") + 1, host=mine.host,
        )  # fmt: skip
        if count:
            mine.rests_until = None  # somebody says that it is there again: ask at once
            mine.save(update_fields=["rests_until"])
            record(organization, fact=WebhooksReplayed(endpoint=mine.id, count=count), actor=actor, at=at)
            wake(organization, host=mine.host)
        return count
