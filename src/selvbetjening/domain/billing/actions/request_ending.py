"""Take down that somebody without a login wants to end a contract. Nothing is decided here (XB-29, LG-04)."""

from datetime import datetime

from selvbetjening.domain.billing.actions.answer_ending_request import answer_ending_job
from selvbetjening.domain.billing.models import GuestRequest
from selvbetjening.domain.identity.models.digests import keyed
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def request_ending(
    organization: OrganizationId,
    *,
    email: str,
    reference: str,
    language: str,
    browser: str,
    network: str,
    at: datetime,
) -> None:
    """One row and one job, for every address and number alike (SEC-63).

    `email` is normalised (LG-01), `reference` what was typed as invoice or contract number. `browser` is the nonce of
    the asking browser, of which only a digest is kept: a link is spent with one press in that browser only.
    """
    with within(organization):
        row = GuestRequest.objects.create(
            organization_id=organization,
            email=email,
            reference=reference[:60],
            language=language,
            browser_digest=keyed(organization, label="guest_browser", secret=browser),
            network=network,
            requested_at=at,
        )
        answer_ending_job.defer(organization, guest_request=str(row.id))
