"""Forget what guests left behind (GDP-6, SEC-145)."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models.expressions import RawSQL

from selvbetjening.domain.billing.models import GuestLink, GuestRequest
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId

NETWORKS: Final = timedelta(days=7)
SECRETS: Final = timedelta(hours=24)
#: Differs from link to link and is no digest of any token.
_NOBODYS: Final = RawSQL("sha256(id::text::bytea)", [])


def purge_guests(organization: OrganizationId, *, at: datetime) -> None:
    """Remove guests' requests with their links after the company's number of days for logins, 7 to 365.

    Networks go after 7 days, the secrets of links 24 hours after their end. What a guest has declared stands in the
    legal act and stays there (CAN-3).
    """
    with within(organization):
        days = int(organizations.get(organization).choice("login_log_days"))
        old = GuestRequest.objects.filter(
            organization_id=organization, requested_at__lt=at - timedelta(days=min(max(days, 7), 365))
        )
        done = GuestLink.objects.filter(organization_id=organization, expires_at__lt=at - SECRETS)
        done.exclude(code_digest=b"").update(token_digest=_NOBODYS, code_digest=b"")
        GuestLink.objects.filter(organization_id=organization, guest_request__in=old).delete()
        old.delete()
        recent = GuestRequest.objects.filter(organization_id=organization, requested_at__lt=at - NETWORKS)
        recent.exclude(network="").update(network="")
