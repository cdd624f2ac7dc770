"""Keep the day on which a feed of files was read last (BP-48)."""

from datetime import date
from uuid import UUID

from selvbetjening.domain.deliveries.models import FileFeed
from selvbetjening.kernel.ids import OrganizationId


def note_feed(organization: OrganizationId, *, feed: UUID, on: date) -> None:
    """Once a day, in the open transaction: no time of a day is kept. A read is no act of a person, and no event."""
    FileFeed.objects.filter(organization_id=organization, id=feed).exclude(read_on=on).update(read_on=on)
