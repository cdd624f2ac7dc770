"""Forget what need not be known any longer (GDP-6, SEC-145)."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models.expressions import RawSQL

from selvbetjening.domain.identity.models import (
    ApiAnswer,
    ApiCall,
    DirectLink,
    LinkEvent,
    LoginLink,
    LoginRequest,
    PortalSession,
    RateCount,
)
from selvbetjening.domain.identity.rules.api import ANSWERS, CALLS
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId

NETWORKS: Final = timedelta(days=7)
COUNTS: Final = timedelta(days=1)
SECRETS: Final = timedelta(hours=24)
#: Differs from link to link and is no digest of any token.
_NOBODYS: Final = RawSQL("sha256(id::text::bytea)", [])
SESSIONS: Final = timedelta(hours=12)


def purge(organization: OrganizationId, *, at: datetime) -> None:
    """Remove login requests with links and events after the company's number of days, 90 unless it chose another.

    Networks go after 7 days, counts and the secrets of links after one, dead sessions at once (GDP-6, SEC-145). A link
    without its secret is a stranger's: whoever presses it later starts at the login page. Direct links and kept
    answers of the API go after a day, who made its calls after some four hundred.
    """
    with within(organization):
        days = int(organizations.get(organization).choice("login_log_days"))
        old = at - timedelta(days=min(max(days, 7), 365))
        done = LoginLink.objects.filter(organization_id=organization, expires_at__lt=at - SECRETS)
        done.exclude(code_digest=b"").update(token_digest=_NOBODYS, code_digest=b"")
        LinkEvent.objects.filter(organization_id=organization, link__login_request__requested_at__lt=old).delete()
        LoginLink.objects.filter(organization_id=organization, login_request__requested_at__lt=old).delete()
        LoginRequest.objects.filter(organization_id=organization, requested_at__lt=old).delete()
        DirectLink.objects.filter(organization_id=organization, expires_at__lt=at - SECRETS).delete()
        recent = LoginRequest.objects.filter(organization_id=organization, requested_at__lt=at - NETWORKS)
        recent.exclude(network="").update(network="")
        RateCount.objects.filter(organization_id=organization, window_starts_at__lt=at - COUNTS).delete()
        ApiAnswer.objects.filter(organization_id=organization, created_at__lt=at - ANSWERS).delete()
        ApiCall.objects.filter(organization_id=organization, at__lt=at - CALLS).delete()
        PortalSession.objects.filter(organization_id=organization, created_at__lte=at - SESSIONS).delete()


def purge_all(*, at: datetime) -> int:
    """Defer one purge for each organization and return how many."""
    with doorway(reason="organizations whose old logins are forgotten", actor=SYSTEM, at=at) as alias:
        found = list(Organization.objects.using(alias).values_list("id", flat=True))
    for organization in found:
        with within(OrganizationId(organization)):
            purge_job.defer(OrganizationId(organization))
    return len(found)


@job(name="identity.purge")
def purge_job(organization: OrganizationId, *, at: datetime) -> None:
    """The nightly wake-up for one organization."""
    purge(organization, at=at)
