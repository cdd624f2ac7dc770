"""What was told to an endpoint, and every try."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from selvbetjening.domain.webhooks.lifecycle import DeliveryState
from selvbetjening.domain.webhooks.models import WebhookAttempt as WebhookAttempt
from selvbetjening.domain.webhooks.models import WebhookDelivery as WebhookDelivery
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True)
class Told:
    """One page of deliveries, the newest first, and how many there are."""

    rows: list[WebhookDelivery]
    count: int


def deliveries(
    organization: OrganizationId,
    *,
    endpoint: UUID,
    state: str = "",
    event: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    offset: int = 0,
    limit: int = 50,
) -> Told:
    """What was told, or is to be told, to one endpoint; of one state or event, and of `[since, until)`."""
    rows = WebhookDelivery.objects.filter(organization_id=organization, endpoint_id=endpoint)
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(message__event=event) if event else rows
    rows = rows.filter(message__made_at__gte=since) if since else rows
    rows = rows.filter(message__made_at__lt=until) if until else rows
    found = rows.select_related("message").defer("message__body").order_by("-place")
    return Told(list(found[offset : offset + limit]), rows.count())


def get_delivery(
    organization: OrganizationId, *, endpoint: UUID, delivery: UUID
) -> tuple[WebhookDelivery, list[WebhookAttempt]]:
    """One with its message, and its tries in order. Raises `WebhookDelivery.DoesNotExist`."""
    rows = WebhookDelivery.objects.select_related("message", "endpoint")
    row = rows.get(organization_id=organization, endpoint_id=endpoint, id=delivery)
    return row, list(WebhookAttempt.objects.filter(organization_id=organization, delivery=row))


def counts(organization: OrganizationId) -> dict[UUID, tuple[int, int]]:
    """How many wait for each endpoint, and how many were given up and can be sent again: endpoint → both."""
    rows = WebhookDelivery.objects.filter(organization_id=organization).exclude(state=DeliveryState.DELIVERED)
    waiting, failed = Q(state=DeliveryState.WAITING), Q(state=DeliveryState.FAILED) & ~Q(message__body="")
    counted = rows.order_by().values("endpoint_id").annotate(
        waits=Count("id", filter=waiting), fails=Count("id", filter=failed)
    )  # fmt: skip
    found = counted.values_list("endpoint_id", "waits", "fails")
    return {endpoint: (wait, fail) for endpoint, wait, fail in found}
