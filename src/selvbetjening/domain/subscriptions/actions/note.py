"""Keep what an integration wants to find again with a subscription (fenerum-api.md 8)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def note(organization: OrganizationId, *, subscription: UUID, noted: Mapping[str, Any]) -> None:
    """Keep these fields beside those that were kept before; no rule reads them, so no fact is recorded."""
    with within(organization):
        mine = Subscription.objects.select_for_update(no_key=True).get(organization_id=organization, id=subscription)
        mine.noted = {**mine.noted, **noted}
        mine.save(update_fields=["noted"])
