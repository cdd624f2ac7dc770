"""Feeds of files: whose they are, and what a reader sees (BP-48)."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from selvbetjening.domain.deliveries.models import FileFeed
from selvbetjening.domain.identity.models.digests import keyed
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.kernel.ids import OrganizationId


def digest_of(organization: OrganizationId, *, token: str) -> bytes:
    """What the table keeps of a feed's secret (SEC-55)."""
    return keyed(organization, label="file_feed", secret=token)


def feeds_of(organization: OrganizationId, *, membership: UUID, accounts: Collection[UUID]) -> list[FileFeed]:
    """The open ones of a person and of these SFTP users."""
    mine = Q(account_id=None, membership_id=membership) | Q(account_id__in=accounts)
    return list(FileFeed.objects.filter(mine, organization_id=organization, revoked_at=None))


def feed_with(organization: OrganizationId, *, token: str) -> FileFeed | None:
    """The open feed with this secret, where the company lets feeds be read."""
    company = Organization.objects.filter(id=organization, is_active=True).first()
    if company is None or not company.choice("files_feed"):
        return None
    rows = FileFeed.objects.filter(organization_id=organization, revoked_at=None)
    return rows.filter(digest=digest_of(organization, token=token)).first()
