"""A browser without a browser: Django's test client on an organization's own host, over https."""

import re
from typing import Any

from django.conf import settings
from django.test import Client

from selvbetjening.domain.identity import queries
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.sessions import SessionStore


class PortalClient(Client):
    """Speaks https to one host. `get(path)` and `post(path, data)` as in Django's own client."""

    def __init__(self, host: str, **defaults: Any) -> None:
        super().__init__(**defaults)
        self.host = host

    def generic(self, *args: Any, **kwargs: Any) -> Any:
        kwargs["secure"] = True
        kwargs.setdefault("HTTP_HOST", self.host)
        return super().generic(*args, **kwargs)


def client(organization: Organization, recipient: Any = None, *, language: str = "da") -> PortalClient:
    """A browser on the organization's portal; with a recipient it is logged in, as after a spent login link."""
    made = PortalClient(f"{organization.slug}.portal.test", headers={"accept-language": language})
    if recipient is not None:
        with within(OrganizationId(organization.id)):
            session = SessionStore()
            session[queries.RECIPIENT] = str(recipient.id)
            session[queries.PROVEN_AT] = clock.now().isoformat()
            session.create()
        made.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    return made


def bare(answer: Any) -> str:
    """An error page without its reference, its form tokens and the address that was asked for: what it tells."""
    body: str = answer.content.decode()
    for own in (answer.wsgi_request.get_full_path(), answer.wsgi_request.path):
        body = body.replace(own, "")
    return re.sub(r'<code>\w+</code>|value="[^"]{64}"', "", body)
