"""Forget the gateways' messages in time: what they led to stands elsewhere (GDP-2)."""

from datetime import datetime, timedelta
from typing import Final

from selvbetjening.domain.payments.models import GatewayNotice
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId

KEPT: Final = timedelta(days=90)


def purge_notices(organization: OrganizationId, *, at: datetime) -> int:
    """Remove messages that were worked on 90 days ago or earlier; how many. One that still waits stays.

    One that came again after that would be read again, and its facts are known (G4).
    """
    with within(organization):
        old = GatewayNotice.objects.filter(organization_id=organization, received_at__lte=at - KEPT)
        return old.exclude(state="new").delete()[0]
