"""Erase personal values from an account's log; the chain stays whole (SEC-117, GDP-4)."""

from collections.abc import Collection
from uuid import UUID

from selvbetjening.domain.history.models import PersonalValue
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def forget_values(organization: OrganizationId, *, account: UUID, events: Collection[UUID] | None = None) -> int:
    """Delete values and salts, of all of the account's events or of these only, and return how many there were."""
    with within(organization):
        mine = PersonalValue.objects.filter(organization_id=organization, account_id=account)
        mine = mine if events is None else mine.filter(event_id__in=events)
        return int(mine.delete()[0])
