"""Take down that somebody asked for a login link. Nothing is decided here (LG-04)."""

from datetime import datetime

from selvbetjening.domain.identity.actions.answer_login_request import answer_job
from selvbetjening.domain.identity.models import LoginRequest
from selvbetjening.domain.identity.models.digests import keyed
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def request_login(
    organization: OrganizationId,
    *,
    email: str,
    language: str,
    wanted_path: str,
    browser: str,
    browser_name: str,
    network: str,
    at: datetime,
) -> None:
    """One row and one job, for every address alike (LG-04, SEC-63).

    `email` is normalised (LG-01). `browser` is the nonce of the asking browser: only its digest is kept, and a link
    is later spent with one press in that browser only (LG-09). `wanted_path` must have passed `kernel.redirects`.
    """
    with within(organization):
        row = LoginRequest.objects.create(
            organization_id=organization,
            email=email,
            language=language,
            wanted_path=wanted_path[:500],
            browser_digest=keyed(organization, label="browser", secret=browser),
            browser=browser_name[:40],
            network=network,
            requested_at=at,
        )
        answer_job.defer(organization, login_request=str(row.id))
