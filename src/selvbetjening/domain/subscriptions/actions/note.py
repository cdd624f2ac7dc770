"""Keep what an integration says of a subscription and its invoices (fenerum-api.md 8)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.subscriptions.events import SubscriptionNoted
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def note(
    organization: OrganizationId, *, subscription: UUID, noted: Mapping[str, Any], actor: Actor, at: datetime
) -> tuple[str, ...]:
    """Keep these fields beside those that were kept before; the names of those that changed.

    The next invoices say so; issued ones stay. Records `SubscriptionNoted` when any changed.
    """
    with within(organization):
        mine = Subscription.objects.select_for_update(no_key=True).get(organization_id=organization, id=subscription)
        changed = tuple(sorted(name for name, value in noted.items() if mine.noted.get(name) != value))
        if changed:
            mine.noted = {**mine.noted, **noted}
            mine.save(update_fields=["noted"])
            fact = SubscriptionNoted(account=mine.account_id, subscription=mine.id, fields=changed)
            record(organization, fact=fact, actor=actor, at=at)
    return changed
