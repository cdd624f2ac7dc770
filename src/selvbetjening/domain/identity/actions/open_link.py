"""A link was opened: that is noted, and nothing else happens (LG-08, SEC-58, CM-11)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.identity.models import LinkEvent
from selvbetjening.domain.identity.queries import link_with
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def open_link(organization: OrganizationId, *, token: str, client_class: str, at: datetime) -> UUID | None:
    """Note the opening and return its id, so that this browser's own one can be told from others'; None if unknown."""
    with within(organization):
        link = link_with(organization, token=token)
        if link is None:
            return None
        event = LinkEvent.objects.create(
            organization_id=organization,
            link=link,
            at=at,
            kind="opened",
            client_class=client_class,
            mail_domain=link.login_request.email.rpartition("@")[2],
        )
        return event.id
