"""Make the secret address of somebody's feed of files, for the first time or anew (BP-48)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.deliveries.actions.revoke_feed import revoke_open
from selvbetjening.domain.deliveries.events import FeedMade
from selvbetjening.domain.deliveries.models import FileFeed
from selvbetjening.domain.deliveries.queries.feeds import digest_of
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.tokens import new_token


def make_feed(
    organization: OrganizationId, *, membership: UUID, account: UUID | None = None, actor: Actor, at: datetime
) -> str:
    """The secret, shown this once; an earlier one of the same reader ends with it. Records `FeedMade`.

    `account` is the SFTP user that it is for, None for the person herself. Who may ask is the caller's to look at.
    """
    token = new_token()
    with within(organization):
        one_at_a_time(organization, what=f"deliveries.feed:{account or membership}")
        revoke_open(organization, membership=membership, account=account, at=at)
        row = FileFeed.objects.create(
            organization_id=organization, membership_id=membership, account_id=account,
            digest=digest_of(organization, token=token), made_at=at,
        )  # fmt: skip
        record(organization, fact=FeedMade(feed=row.id, sftp=account is not None), actor=actor, at=at)
    return token
