"""Sidecars, markers and empty files (annex C.4)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.deliveries.models import Marker, Staging
from selvbetjening.domain.deliveries.rules.markers import keys_of
from selvbetjening.kernel.ids import OrganizationId


def markers(
    organization: OrganizationId, *, account: UUID, environment: str, folder: str, limit: int = 500
) -> list[Marker]:
    """What an SFTP user has laid beside its files in a folder, the newest first."""
    mine = Marker.objects.filter(
        organization_id=organization, account_id=account, environment=environment, folder=folder
    )
    return list(mine.order_by("-noted_at")[:limit])


def marker(organization: OrganizationId, *, marker: UUID) -> Marker | None:
    """One of the company's."""
    return Marker.objects.filter(organization_id=organization, id=marker).first()


def markers_about(organization: OrganizationId, *, file: UUID) -> list[Marker]:
    """What spoke of this upload or delivery, the oldest first."""
    return list(Marker.objects.filter(organization_id=organization, about_id=file).order_by("noted_at"))


def markers_of_nothing(organization: OrganizationId, *, limit: int = 20) -> list[Marker]:
    """Those that found no file to speak of, or cannot be read, by anybody; the newest first."""
    mine = Marker.objects.filter(organization_id=organization, verdict__in=["waits", "unreadable", "nothing"])
    return list(mine.order_by("-noted_at")[:limit])


def marker_for(organization: OrganizationId, *, row: Staging, since: datetime) -> Marker | None:
    """The one that speaks of this upload and of none before it: its own name goes before its stem, the newest first.

    One from before `since` judges no file of today that has an old one's name. Inside the company's transaction.
    """
    if row.door != "sftp" or row.account_id is None:
        return None
    keys = keys_of(name=row.name)
    found = _speaking(organization, row, row.account_id, keys, since)
    return min(found, key=lambda each: (keys.index(each.names_key), -each.noted_at.timestamp()), default=None)


def _speaking(
    organization: OrganizationId, row: Staging, account: UUID, keys: Sequence[str], since: datetime
) -> list[Marker]:
    mine = Marker.objects.filter(
        organization_id=organization, account_id=account, environment=row.environment, folder=row.folder,
        names_key__in=list(keys), verdict__in=["waits", "differs", "fits"], noted_at__gt=since,
    )  # fmt: skip
    # What was held against another file is that one's: a name comes back after some weeks.
    return [each for each in mine if each.about_id in {None, row.id}]
