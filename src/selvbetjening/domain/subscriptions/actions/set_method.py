"""Set how subscriptions are collected (SB-32 c, PY-10)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.history.actions.record import record_many
from selvbetjening.domain.subscriptions.events import SubscriptionMethodChanged
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def set_method(
    organization: OrganizationId,
    *,
    account: UUID,
    method: str,
    only: Sequence[UUID] | None = None,
    actor: Actor,
    at: datetime,
) -> list[UUID]:
    """Collect the account's subscriptions this way, all that are not ended, or `only` these; which ones changed.

    One that is cancelled for the end of its period is not ended yet and goes along. `method` is empty for the
    account's own. Records `SubscriptionMethodChanged` for each.
    """
    with within(organization):
        mine = Subscription.objects.filter(organization_id=organization, account_id=account)
        mine = mine.exclude(state="ended").exclude(collection_method=method)
        if only is not None:
            mine = mine.filter(id__in=list(only))
        found = list(mine.order_by("id").select_for_update(no_key=True))
        Subscription.objects.filter(organization_id=organization, id__in=[each.id for each in found]).update(
            collection_method=method
        )
        facts = [
            SubscriptionMethodChanged(
                account=account, subscription=each.id, before=each.collection_method, after=method
            )
            for each in found
        ]
        record_many(organization, facts=facts, actor=actor, at=at)
    return [each.id for each in found]
