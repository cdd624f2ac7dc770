"""End the address of a feed of files: whoever has it reads nothing from now on (BP-48)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.deliveries.events import FeedRevoked
from selvbetjening.domain.deliveries.models import FileFeed
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def revoke_feed(
    organization: OrganizationId, *, membership: UUID, account: UUID | None = None, actor: Actor, at: datetime
) -> bool:
    """Whether there was one to end. Records `FeedRevoked`."""
    with within(organization):
        found = revoke_open(organization, membership=membership, account=account, at=at)
        if found is None:
            return False
        record(organization, fact=FeedRevoked(feed=found, sftp=account is not None), actor=actor, at=at)
    return True


def revoke_open(organization: OrganizationId, *, membership: UUID, account: UUID | None, at: datetime) -> UUID | None:
    """End the open one in the open transaction, without a word in the book; its id where there was one."""
    mine = FileFeed.objects.filter(organization_id=organization, revoked_at=None)
    rows = mine.filter(account_id=account) if account else mine.filter(membership_id=membership, account_id=None)
    row = rows.select_for_update().first()
    if row is None:
        return None
    row.revoked_at = at
    row.save(update_fields=["revoked_at"])
    return row.id
