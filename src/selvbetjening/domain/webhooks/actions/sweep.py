"""Find what is due, wake whoever sends it, and forget what is old."""

from datetime import datetime

from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.within import within
from selvbetjening.domain.webhooks.actions.deliver import wake
from selvbetjening.domain.webhooks.lifecycle import DeliveryState
from selvbetjening.domain.webhooks.models import WebhookDelivery, WebhookEndpoint, WebhookMessage
from selvbetjening.domain.webhooks.rules.retrying import BODIES_KEPT, ROWS_KEPT
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId

_AT_ONCE = 5_000


def sweep(*, at: datetime) -> int:
    """Wake the sending to each host that something is due for, and return how many: a lost job loses nothing."""
    with doorway(reason="webhooks that are due", actor=SYSTEM, at=at) as alias:
        due = WebhookDelivery.objects.using(alias).filter(
            state=DeliveryState.WAITING, next_try_at__lte=at, endpoint__state="active"
        )
        due = due.exclude(endpoint__rests_until__gt=at).exclude(leased_until__gt=at)
        found = sorted(set(due.values_list("organization_id", "host")[:_AT_ONCE]))
    for organization, host in found:
        with within(OrganizationId(organization)):
            wake(OrganizationId(organization), host=host)
    return len(found)


def forget(organization: OrganizationId, *, at: datetime) -> int:
    """Empty bodies of what is over after thirty days (SEC-74), delete the rows after half a year; how many.

    Earlier secrets whose time is over go with them.
    """
    with within(organization):
        mine = WebhookMessage.objects.filter(organization_id=organization)
        old = mine.filter(made_at__lte=at - BODIES_KEPT).exclude(body="").exclude(deliveries__state="waiting")
        emptied = old.update(body="")
        gone = mine.filter(made_at__lte=at - ROWS_KEPT).exclude(deliveries__state="waiting").delete()[0]
        over = WebhookEndpoint.objects.filter(organization_id=organization, former_until__lte=at)
        return emptied + gone + over.update(former_secret=b"", former_until=None)


def forget_all(*, at: datetime) -> int:
    """The same for every company; how many companies something was found in."""
    with doorway(reason="old bodies of webhooks", actor=SYSTEM, at=at) as alias:
        messages = WebhookMessage.objects.using(alias)
        found = set(messages.filter(made_at__lte=at - BODIES_KEPT).exclude(body="").values_list("organization_id"))
        found |= set(messages.filter(made_at__lte=at - ROWS_KEPT).values_list("organization_id"))
        over = WebhookEndpoint.objects.using(alias).filter(former_until__lte=at)
        found |= set(over.values_list("organization_id"))
    return sum(1 for (organization,) in sorted(found) if forget(OrganizationId(organization), at=at))
