"""A receiver of webhooks on this machine, and endpoints that lead there."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID

from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.domain.webhooks.actions.deliver import deliver
from selvbetjening.domain.webhooks.actions.endpoints import Made, add_endpoint
from selvbetjening.domain.webhooks.actions.verify import challenge
from selvbetjening.domain.webhooks.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint, WebhookMessage
from selvbetjening.domain.webhooks.queries.endpoints import get_endpoint
from selvbetjening.domain.webhooks.rules.envelopes import envelope
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId, new_id
from selvbetjening.kernel.sealed import seal


@dataclass
class Taken:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def told(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


Answering = Callable[[BaseHTTPRequestHandler, Taken], None]


def says(status: int, body: bytes = b"", **headers: str) -> Answering:
    """An answer that is always the same."""

    def answer(handler: BaseHTTPRequestHandler, taken: Taken) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@dataclass
class Receiver:
    """Listens on a port of its own; `answer` may be changed at any time, `taken` is all that came."""

    answer: Answering = field(default_factory=lambda: says(204))
    taken: list[Taken] = field(default_factory=list)
    port: int = 0

    def __enter__(self) -> "Receiver":
        mine = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                taken = Taken(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
                mine.taken.append(taken)
                mine.answer(self, taken)

            def log_message(self, format: str, *args: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def ids(self) -> list[str]:
        """The ids that came, without challenges."""
        return [each.told["id"] for each in self.taken if each.told["event"] != "webhook.challenge"]

    @property
    def events(self) -> list[str]:
        return [each.told["event"] for each in self.taken if each.told["event"] != "webhook.challenge"]


def endpoint(
    owner: Organization, receiver: Receiver | str, *, at: datetime, events: list[str] | None = None, **given: Any
) -> Made:
    """An endpoint that has passed the challenge."""
    url = receiver if isinstance(receiver, str) else receiver.url
    here = OrganizationId(owner.id)
    made = add_endpoint(here, url=url, events=events, actor=SYSTEM, at=at, **given)
    if isinstance(receiver, str):
        with within(here):
            WebhookEndpoint.objects.filter(id=made.endpoint.id).update(state="active", verified_at=at)
    else:
        assert challenge(here, endpoint=made.endpoint.id, actor=SYSTEM, at=at) == ""
    return made


def send_all(owner: Organization, made: Made, *, at: datetime) -> int:
    """What is due, as the job does it."""
    return deliver(OrganizationId(owner.id), host=made.endpoint.host, at=at)


def rows(owner: Organization) -> list[WebhookDelivery]:
    """Every delivery, in order."""
    with within(OrganizationId(owner.id)):
        return list(WebhookDelivery.objects.select_related("message").order_by("place"))


def attempts(owner: Organization) -> list[WebhookAttempt]:
    with within(OrganizationId(owner.id)):
        return list(WebhookAttempt.objects.order_by("began_at"))


def state_of(owner: Organization, made: Made) -> WebhookEndpoint:
    """The endpoint as it is now."""
    here = OrganizationId(owner.id)
    with within(here):
        return get_endpoint(here, endpoint=UUID(str(made.endpoint.id)))


def wait_for(what: Callable[[], bool], *, seconds: float = 20) -> None:
    """Until it is so; a test that waits in vain says what for."""
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


def webhook_of(firm: Any) -> UUID:
    """An endpoint of a company of `business_rows`, as its addresses name it, beyond the number that one may have."""
    mine = WebhookEndpoint(
        id=new_id(), organization_id=firm.id, url="https://hooks.example/in", host="hooks.example", events=["file.*"],
        made_at=clock.now(), changed_at=clock.now(),
    )  # fmt: skip
    mine.secret = seal("whsec_test", purpose=mine.purpose("secret"))
    mine.challenge = seal("test", purpose=mine.purpose("challenge"))
    with within(firm.id):
        mine.save(force_insert=True)
    firm.made["webhook"] = mine.id
    return mine.id


def webhook_delivery_of(firm: Any) -> UUID:
    """A message that waits for that endpoint."""
    event, at = new_id(), clock.now()
    with within(firm.id):
        mine = WebhookEndpoint.objects.get(id=firm.made["webhook"])
        message = WebhookMessage.objects.create(
            organization_id=firm.id, event_id=event, event="file.ready", object_key=f"out_file:{event}", made_at=at,
            body=envelope(id_=event, event="file.ready", data={"uuid": str(event)}, created=at),
        )  # fmt: skip
        made = WebhookDelivery.objects.create(
            organization_id=firm.id, endpoint=mine, message=message, host=mine.host, object_key=message.object_key,
            place=message.place, asked_at=at, next_try_at=at,
        )  # fmt: skip
        return made.id
