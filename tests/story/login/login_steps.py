"""Steps of a login, for the stories: ask, let the jobs run, read the mail, open its link, press its button."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import connection
from procrastinate.contrib.django import app

from selvbetjening.domain.identity.models import LinkEvent, LoginLink, LoginRequest
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from tests import outbox, portal

_LINK = re.compile(r"https://\S+?(/log-ind/link/([A-Za-z0-9_-]+)/)")
_CODE = re.compile(r"^(\d{8})$", re.MULTILINE)
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"


@dataclass(frozen=True)
class Received:
    """What a login mail holds."""

    mail: outbox.Mail
    path: str
    token: str
    code: str


def browser(organization: Organization, **headers: str) -> portal.PortalClient:
    """A browser from a network of its own, so that no test uses up another one's limits."""
    made = portal.client(organization)
    made.defaults["REMOTE_ADDR"] = f"2001:db8:{uuid4().hex[:4]}:{uuid4().hex[:4]}::1"
    made.defaults["HTTP_USER_AGENT"] = CHROME
    made.defaults["HTTP_SEC_FETCH_MODE"] = "navigate"
    made.defaults.update(headers)
    return made


def run_jobs(organization: Organization) -> None:
    """Do what lies in the queue for this organization and is due, as a worker would, until nothing is left."""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = (SELECT id FROM procrastinate_jobs"
                " WHERE status = 'todo' AND args->>'organization' = %s AND (scheduled_at IS NULL OR scheduled_at <= %s)"
                " ORDER BY id LIMIT 1) RETURNING task_name, args",
                [str(organization.id), clock.now()],
            )
            row = cursor.fetchone()
        if row is None:
            return
        app.perform_import_paths()  # type: ignore[no-untyped-call]
        app.tasks[row[0]](**json.loads(row[1]))


def ask(client: portal.PortalClient, email: str, **data: str) -> Any:
    """Type the address on the login page."""
    return client.post("/log-ind/", {"email": email, **data})


def read(mail: outbox.Mail) -> Received:
    """Link and code of a login mail."""
    link, code = _LINK.search(mail.text), _CODE.search(mail.text)
    assert link and code
    return Received(mail, link[1], link[2], code[1])


def mailed(organization: Organization, posted: list[outbox.Mail], email: str) -> Received:
    """Let the jobs run and read the newest mail to this address."""
    run_jobs(organization)
    return read([mail for mail in posted if mail.to == email][-1])


def words(page: Any) -> str:
    """The page's text without the form token, which is masked anew each time."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]{64}', r"\1", page.content.decode())


def is_in(client: portal.PortalClient) -> bool:
    """Whether this browser is logged in: the page of the visit itself answers only then."""
    return bool(client.get("/log-ud/").status_code == 200)


def outcomes(organization: Organization) -> list[str]:
    """The login log, oldest first."""
    with within(OrganizationId(organization.id)):
        return list(LoginRequest.objects.order_by("requested_at", "id").values_list("outcome", flat=True))


def events(organization: Organization) -> list[tuple[str, str]]:
    """What happened to links: kind and class of client, oldest first."""
    with within(OrganizationId(organization.id)):
        return list(LinkEvent.objects.order_by("at", "id").values_list("kind", "client_class"))


def spent_links(organization: Organization) -> int:
    with within(OrganizationId(organization.id)):
        return LoginLink.objects.filter(spent_at__isnull=False).count()


class Watch:
    """A clock that a test moves."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at
