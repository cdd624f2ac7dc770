"""An operator's browser: logged in by spending a link, as everybody must."""

from typing import Any
from uuid import uuid4

from selvbetjening.domain.identity.actions.make_staff_link import make_staff_link
from selvbetjening.kernel import clock
from tests.portal import PortalClient

HOST = "staff.portal.test"


def browser() -> PortalClient:
    """A browser on the staff host, not logged in."""
    return PortalClient(HOST, headers={"accept-language": "en"})


def confirmed(client: PortalClient, address: str, form: dict[str, str]) -> Any:
    """The answer to a form that shows what it comes to before it books: filled in, and confirmed as shown."""
    shown = client.post(address, form)
    return client.post(address, form | {"confirmed": shown.context["seal"]})


def operator() -> PortalClient:
    """A browser whose operator has just logged in."""
    made = make_staff_link(email=f"{uuid4().hex[:8]}@operator.example", at=clock.now())
    client = browser()
    answer = client.post(f"/link/{made.token}/")
    assert answer.status_code == 302, answer.content
    return client
