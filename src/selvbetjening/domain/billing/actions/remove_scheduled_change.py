"""Take a planned change away."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.billing.queries.ahead import first_unbilled
from selvbetjening.domain.billing.rules import Refused
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.subscriptions.actions.remove_scheduled_change import remove_if_any
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def remove_scheduled_change(
    organization: OrganizationId, *, account: UUID, subscription: UUID, actor: Actor, at: datetime
) -> None:
    """Remove the change that waits for the subscription's renewal or a day; it costs nothing (SU-06).

    Records `ScheduledChangeRemoved`. Raises `Refused` (`nothing_scheduled`; `change_invoiced` where the period that it
    begins with was invoiced ahead) and `Subscription.DoesNotExist`.
    """
    with within(organization):
        mine = subscriptions.locked(organization, account=account, subscription=subscription)
        waiting = subscriptions.scheduled_change(organization, subscription=mine.id)
        if waiting and not waiting.at_day and waiting.effective_on < first_unbilled(organization, subscription=mine):
            raise Refused("change_invoiced")
        if not remove_if_any(organization, subscription=mine, actor=actor, at=at):
            raise Refused("nothing_scheduled")
