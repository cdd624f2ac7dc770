"""Ask for a fresh link in place of a dead one (LG-10, XB-05)."""

from datetime import datetime

from selvbetjening.domain.identity.actions.request_login import request_login
from selvbetjening.domain.identity.ports import recipients
from selvbetjening.domain.identity.queries import link_with
from selvbetjening.domain.identity.rules.links import state
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def renew_link(
    organization: OrganizationId,
    *,
    token: str,
    language: str,
    browser: str,
    browser_name: str,
    network: str,
    at: datetime,
) -> bool:
    """Ask anew for the same person, with the wanted page kept; whether a mail goes out is decided as for any request.

    Only for a dead link: a scanner that posts every form must not void a living one. False when it is not dead or
    not known; nothing is done then.
    """
    with within(organization):
        link = link_with(organization, token=token)
        if link is None or _alive(link.expires_at, link.spent_at, link.voided_at, at):
            return False
        person = link.recipient_id and recipients().get_recipient(organization, recipient=link.recipient_id)
        request_login(
            organization,
            email=person.email if person else link.login_request.email,
            language=language,
            wanted_path=link.login_request.wanted_path,
            browser=browser,
            browser_name=browser_name,
            network=network,
            at=at,
        )
        return True


def _alive(expires_at: datetime, spent_at: datetime | None, voided_at: datetime | None, at: datetime) -> bool:
    return state(expires_at=expires_at, spent_at=spent_at, voided_at=voided_at, at=at) == "open"
