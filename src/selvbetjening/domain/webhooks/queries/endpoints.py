"""Endpoints of a company, and what is sealed with them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from selvbetjening.domain.webhooks.lifecycle import EndpointState
from selvbetjening.domain.webhooks.models import WebhookEndpoint as WebhookEndpoint
from selvbetjening.domain.webhooks.rules.addresses import Target, checked
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.sealed import unseal


def endpoints(organization: OrganizationId) -> list[WebhookEndpoint]:
    """Those that are there, the oldest first."""
    found = WebhookEndpoint.objects.filter(organization_id=organization)
    return list(found.exclude(state=EndpointState.REMOVED))


def listed_endpoints(organization: OrganizationId) -> QuerySet[WebhookEndpoint]:
    """The same as rows to be filtered and paged; in no order."""
    found = WebhookEndpoint.objects.filter(organization_id=organization)
    return found.exclude(state=EndpointState.REMOVED).order_by()


def get_endpoint(organization: OrganizationId, *, endpoint: UUID, lock: bool = False) -> WebhookEndpoint:
    """One that is there; locked until the open transaction ends. Raises `WebhookEndpoint.DoesNotExist`."""
    found = WebhookEndpoint.objects.filter(organization_id=organization).exclude(state=EndpointState.REMOVED)
    return (found.select_for_update() if lock else found).get(id=endpoint)


def listening(organization: OrganizationId) -> Sequence[WebhookEndpoint]:
    """Those for which what happens is kept: all but what a person switched off."""
    found = WebhookEndpoint.objects.filter(organization_id=organization)
    found = found.exclude(state=EndpointState.REMOVED).exclude(state=EndpointState.OFF, off_reason="person")
    return list(found.only("id", "host", "events", "state", "organization_id"))


def password_of(*, endpoint: WebhookEndpoint) -> str:
    """The password as it was set, empty for none. Raises `SealBroken`."""
    kept = bytes(endpoint.password)
    return unseal(kept, purpose=endpoint.purpose("password")).decode() if kept else ""


def secrets_of(*, endpoint: WebhookEndpoint, at: datetime) -> list[str]:
    """The secrets that sign now, the newest first (SEC-73). Raises `SealBroken`."""
    found = [unseal(bytes(endpoint.secret), purpose=endpoint.purpose("secret")).decode()]
    if endpoint.former_until is not None and at < endpoint.former_until:
        found.append(unseal(bytes(endpoint.former_secret), purpose=endpoint.purpose("secret")).decode())
    return found


def challenge_of(*, endpoint: WebhookEndpoint) -> str:
    """The token that the receiver is to show, empty for none. Raises `SealBroken`."""
    kept = bytes(endpoint.challenge)
    return unseal(kept, purpose=endpoint.purpose("challenge")).decode() if kept else ""


def target(*, url: str) -> Target:
    """The address as it may be kept here. Raises `AddressRefused` (SEC-69)."""
    return checked(url=url, inner=settings.WEBHOOK_INNER_HOSTS)
