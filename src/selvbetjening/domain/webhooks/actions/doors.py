"""Whoever made an endpoint is gone: it pauses, and the Access Managers are told (SEC-28)."""

from typing import Final

from selvbetjening.domain.access.ports import Door, Ending
from selvbetjening.domain.webhooks.actions.switching import switch_off
from selvbetjening.domain.webhooks.lifecycle import ENDPOINT
from selvbetjening.domain.webhooks.models import WebhookEndpoint
from selvbetjening.kernel.actors import Actor


def _pause(ending: Ending) -> None:
    actor = Actor("user", str(ending.by)) if ending.by else Actor("system", "access")
    mine = WebhookEndpoint.objects.filter(
        organization_id=ending.organization, made_by_id=ending.membership, state__in=ENDPOINT.sources("switch_off")
    )
    for endpoint in mine.order_by("id"):
        switch_off(ending.organization, endpoint=endpoint.id, reason="access_ended", actor=actor, at=ending.at)


DOOR: Final = Door("webhooks", ("webhooks.WebhookEndpoint.made_by_id",), _pause)
