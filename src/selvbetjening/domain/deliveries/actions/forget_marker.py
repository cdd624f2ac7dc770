"""Take away what lies beside a file; its receipt stays (annex C.4)."""

from uuid import UUID

from selvbetjening.domain.deliveries.models import Marker
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def forget_marker(organization: OrganizationId, *, marker: UUID, account: UUID) -> None:
    """Its own SFTP user's; what was judged by it stays judged. Raises `Refused("unknown")`."""
    with within(organization):
        gone, _ = Marker.objects.filter(organization_id=organization, id=marker, account_id=account).delete()
    if not gone:
        raise Refused("unknown")
