"""What is to be sent now."""

from datetime import datetime
from typing import Any

from django.db import connection

from selvbetjening.domain.webhooks.models import WebhookDelivery
from selvbetjening.domain.webhooks.rules.retrying import AT_ONCE
from selvbetjening.kernel.ids import OrganizationId

#: Of one thing nothing goes while something earlier waits or is on its way; a receiver that is silent gets one at a
#: time, and any host two (SEC-72).
_NEXT = """
    SELECT d.id FROM webhooks_webhookdelivery d JOIN webhooks_webhookendpoint e
        ON e.organization_id = d.organization_id AND e.id = d.endpoint_id
    WHERE d.organization_id = %(organization)s AND d.host = %(host)s AND d.state = 'waiting' AND d.next_try_at <= %(at)s
        AND (d.leased_until IS NULL OR d.leased_until <= %(at)s)
        AND e.state = 'active' AND (e.rests_until IS NULL OR e.rests_until <= %(at)s)
        AND NOT EXISTS (
            SELECT FROM webhooks_webhookdelivery b WHERE b.organization_id = d.organization_id
                AND b.endpoint_id = d.endpoint_id AND b.object_key = d.object_key AND b.state = 'waiting'
                AND b.place < d.place)
        AND (e.silences = 0 OR NOT EXISTS (
            SELECT FROM webhooks_webhookdelivery p WHERE p.organization_id = d.organization_id
                AND p.endpoint_id = d.endpoint_id AND p.state = 'waiting' AND p.leased_until > %(at)s))
        AND (SELECT count(*) FROM webhooks_webhookdelivery u WHERE u.organization_id = d.organization_id
            AND u.host = d.host AND u.state = 'waiting' AND u.leased_until > %(at)s) < %(at_once)s
    ORDER BY d.next_try_at, d.place LIMIT 1 FOR UPDATE OF d SKIP LOCKED
"""


def next_due(organization: OrganizationId, *, host: str, at: datetime) -> WebhookDelivery | None:
    """The next delivery to this host, locked; None where nothing may go now. Ask under the host's lock."""
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"organization": str(organization), "host": host, "at": at, "at_once": AT_ONCE}
        cursor.execute(_NEXT, values)
        found = cursor.fetchone()
    if found is None:
        return None
    rows = WebhookDelivery.objects.select_related("endpoint", "message")
    return rows.get(organization_id=organization, id=found[0])
