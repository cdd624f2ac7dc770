"""Uploads that are under way, and previews."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.deliveries.lifecycle import OPEN_STAGING, StagingState
from selvbetjening.domain.deliveries.models import Preview, Staging
from selvbetjening.domain.deliveries.rules import names
from selvbetjening.domain.deliveries.rules.doors import By
from selvbetjening.kernel.ids import OrganizationId


def staging(organization: OrganizationId, *, staging: UUID) -> Staging | None:
    """One upload of the company, in whatever state."""
    return Staging.objects.filter(organization_id=organization, id=staging).first()


def stagings(
    organization: OrganizationId, *, by: By, environment: str = "production", folder: str | None = None,
    clash_key: str = "",
) -> list[Staging]:  # fmt: skip
    """What this sender has begun and not finished: the SFTP user's, or over HTTPS the person's; the newest first.

    With `folder` only what goes into it, with `clash_key` (`rules.names.clash_key`) only what has such a name.
    """
    mine = Staging.objects.filter(
        organization_id=organization, door=by.door, environment=environment, state__in=OPEN_STAGING
    )
    mine = mine.filter(account_id=by.account) if by.door == "sftp" else mine.filter(membership_id=by.membership)
    if folder is not None:
        mine = mine.filter(folder=folder)
    if clash_key:
        mine = mine.filter(clash_key=clash_key)
    return list(mine.order_by("-began_at"))


def broken_off(organization: OrganizationId, *, limit: int = 20) -> list[Staging]:
    """Uploads over SFTP, by anybody, that stopped before their end, or wait for a word; the newest first.

    All can be gone on with.
    """
    mine = Staging.objects.filter(organization_id=organization, door="sftp", purpose="deliver")
    states = (StagingState.ABORTED, StagingState.INCOMPLETE, StagingState.WAITING)
    return list(mine.filter(state__in=states).order_by("-moved_at")[:limit])


def find_open(organization: OrganizationId, *, by: By, environment: str, folder: str, name: str) -> Staging | None:
    """The SFTP user's open upload of this name in a folder, compared as `names.clash_key` does."""
    key = names.clash_key(name=name)
    mine = Staging.objects.filter(
        organization_id=organization, door="sftp", account_id=by.account, environment=environment, folder=folder
    )
    return mine.filter(clash_key=key, state__in=OPEN_STAGING).first()


def find_same(
    organization: OrganizationId, *, by: By, name: str, size: int, sha256: str, at: datetime
) -> Staging | None:
    """The person's unfinished upload of the same file, chosen again after the tab was closed (BP-40)."""
    mine = Staging.objects.filter(
        organization_id=organization, door="https", membership_id=by.membership, name=name, size=size, sha256=sha256,
        expires_at__gt=at,
    )  # fmt: skip
    return mine.filter(state__in=OPEN_STAGING).order_by("-began_at").first()


def preview(organization: OrganizationId, *, preview: UUID) -> Preview | None:
    """One preview of the company, with its staging. Its `progress` counts bytes of `staging.offset`."""
    return Preview.objects.select_related("staging").filter(organization_id=organization, id=preview).first()


def previews(
    organization: OrganizationId,
    *,
    at: datetime,
    account: UUID | None = None,
    staging: UUID | None = None,
    limit: int = 50,
) -> list[Preview]:
    """Those that can still be sent, the newest first; of one SFTP user's files or of one file where it is named."""
    mine = Preview.objects.select_related("staging").filter(organization_id=organization, expires_at__gt=at)
    if account:
        mine = mine.filter(staging__account_id=account)
    if staging:
        mine = mine.filter(staging_id=staging)
    return list(mine.filter(staging__state__in=OPEN_STAGING).order_by("-asked_at")[:limit])
