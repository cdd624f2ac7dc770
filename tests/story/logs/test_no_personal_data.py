"""What the logs say, and what they never say, in a whole run with faults in it (SEC-143 to SEC-146, SEC-148)."""

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
import structlog
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from procrastinate.contrib.django import app

from selvbetjening.config.logs import ALLOWED
from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.customer import urls
from selvbetjening.portals.gate import public
from tests import make, portal
from tests.story.walls.queue import load_tasks

pytestmark = pytest.mark.usefixtures("database")
#: Values of a customer that must stand in no line: each of them goes through pages, bodies, headers, SQL and errors.
PLANTED = {
    "name": "Plantede-Navnesen", "e-mail": "plantet.person@hemmelig.example", "phone": "+4512345699",
    "cpr": "010190-" + "9999", "token": "tokentokentokentokentokentokentokentoken123", "query": "plantet-i-adressen",
    "cookie": "plantet-i-kagen", "authorization": "plantet-i-hovedet", "body": "plantet-i-formularen",
    "agent": "plantet-i-browseren", "address": "Plantetvej 7", "account": "K-PLANTET-7",
}  # fmt: skip

#: No other test's jobs are done here.
OWN_QUEUE = "tests-logs"


@public
def broken(request: HttpRequest) -> HttpResponse:
    """Our own code fails with a customer's values in the message."""
    raise RuntimeError(f"cannot do this for {' '.join(PLANTED.values())}")


@public
def unique(request: Any) -> HttpResponse:
    """PostgreSQL refuses a row and says which values were there already."""
    for _ in range(2):
        Account.objects.create(
            organization_id=request.organization_id, code=PLANTED["account"], name=PLANTED["name"], created_at=make.AT
        )
    return HttpResponse()


@public
def syntax(request: HttpRequest) -> HttpResponse:
    """A broken statement with its parameters."""
    with connection.cursor() as cursor:
        cursor.execute("SELEC %s", [PLANTED["cpr"]])
    return HttpResponse()


@job(name="tests.logs", queue=OWN_QUEUE)
def failing_job(organization: OrganizationId, *, at: object, email: str) -> None:
    """A job whose arguments and whose error hold what nobody may read."""
    raise RuntimeError(email)


urlpatterns = [
    path("broken/", broken),
    path("unique/", unique),
    path("syntax/", syntax),
    *urls.urlpatterns,
]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


@pytest.fixture
def lines() -> Iterator[Callable[[], str]]:
    """Everything that the configured logging writes from now on, at every level."""
    root, written = logging.getLogger(), io.StringIO()
    configured = [one for one in root.handlers if isinstance(one.formatter, structlog.stdlib.ProcessorFormatter)]
    assert configured, "the product's own logging is not configured"
    handler = logging.StreamHandler(written)
    handler.setFormatter(configured[0].formatter)
    loggers = [root, *(logging.getLogger(name) for name in ("django.request", "django.security", "procrastinate"))]
    levels = [one.level for one in loggers]
    root.addHandler(handler)
    for one in loggers:
        one.setLevel(logging.DEBUG)
    yield written.getvalue
    root.removeHandler(handler)
    for one, level in zip(loggers, levels, strict=True):
        one.setLevel(level)


@pytest.fixture
def ours(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A recipient of the planted name on a portal with the broken views."""
    monkeypatch.setattr("selvbetjening.config.hosts.CUSTOMER", __name__)
    holder = make.account(make.organization(), name=PLANTED["name"], address_line=PLANTED["address"])
    made = make.recipient(holder, name=PLANTED["name"], email=PLANTED["e-mail"])
    made.organization = holder.organization
    return made


def browser(ours: Any, *, logged_in: bool = True) -> portal.PortalClient:
    """A browser that plants values wherever a browser sends any."""
    client = portal.client(ours.organization, ours if logged_in else None)
    client.raise_request_exception = False
    client.cookies["planted"] = PLANTED["cookie"]
    client.defaults |= {
        "HTTP_AUTHORIZATION": f"Bearer {PLANTED['authorization']}", "HTTP_USER_AGENT": PLANTED["agent"],
        "HTTP_REFERER": f"https://{ours.organization.slug}.portal.test/?q={PLANTED['query']}",
        "REMOTE_ADDR": "198.51.100.77",
    }  # fmt: skip
    return client


def parsed(text: str) -> list[dict[str, Any]]:
    """One JSON object in each line; anything else fails."""
    return [json.loads(line) for line in text.splitlines()]


def nothing_planted(text: str) -> None:
    for kind, value in PLANTED.items():
        assert value not in text, f"{kind} stands in the log"
    assert "198.51.100.77" not in text


def test_a_whole_run_with_faults_logs_no_person_sec_144(ours: Any, lines: Callable[[], str], posted: list[Any]) -> None:
    """SEC-143, SEC-144, SEC-148: pages, forms, errors, the database's errors, jobs; allow-listed fields only."""
    client, stranger = browser(ours), browser(ours, logged_in=False)
    form = {"name": PLANTED["name"], "email": PLANTED["e-mail"], "phone": PLANTED["phone"], "x": PLANTED["body"]}
    for address in ("/", "/oplysninger/", "/oplysninger/ret/", "/no-such/", "/broken/", "/unique/", "/syntax/"):
        client.get(address, {"q": PLANTED["query"], "cpr": PLANTED["cpr"]})
        client.post(address, form)
    stranger.post("/log-ind/", form)
    stranger.get(f"/log-ind/link/{PLANTED['token']}/")
    stranger.get(f"/{PLANTED['query']}/{PLANTED['e-mail']}")
    stranger.post("/log-ind/", data=b"x" * 10, content_type=f"multipart/form-data; boundary={PLANTED['body']}\u00e6")
    stranger.post("/log-ind/", {PLANTED["body"] + str(number): "1" for number in range(300)})
    portal.PortalClient(f"{PLANTED['query']}.example").get("/")
    written = lines()
    nothing_planted(written)
    seen = parsed(written)
    assert {"request"} <= {line["event"] for line in seen}
    assert {"RuntimeError", "IntegrityError", "ProgrammingError"} <= {line.get("error") for line in seen}
    assert {key for line in seen for key in line} <= ALLOWED


def test_a_failing_job_logs_neither_its_arguments_nor_its_message_sec_144(ours: Any, lines: Callable[[], str]) -> None:
    """SEC-144, SEC-148: our own line, and the one that procrastinate's worker writes with the call in it."""
    organization = OrganizationId(ours.organization_id)
    with within(organization):
        failing_job.defer(organization, email=PLANTED["e-mail"])
    connection.close()
    load_tasks()
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]  # the Django one has it
    with app.replace_connector(connector) as working:
        working.run_worker(wait=False, concurrency=1, queues=[OWN_QUEUE], install_signal_handlers=False)
    written = lines()
    nothing_planted(written)
    failed = [line for line in parsed(written) if line["event"] == "job failed" and line["task"] == "tests.logs"]
    assert [(line["error"], line["organization"]) for line in failed] == [("RuntimeError", str(organization))]
    assert [line for line in parsed(written) if line.get("logger", "").startswith("procrastinate")]


@pytest.mark.parametrize("evil", ["a\r\nb", "a\nlevel=fake", "\x1b[31mred", "a\u2028b", '"}\n{"event": "fake"'])
def test_nobody_writes_a_line_of_his_own_sec_143(evil: str, ours: Any, lines: Callable[[], str]) -> None:
    """SEC-143: line ends and control characters in paths, headers and values stay inside one JSON line, or outside."""
    client = browser(ours)
    client.get("/" + evil)
    client.get("/", {"q": evil}, HTTP_USER_AGENT=evil.replace("\r", "").replace("\n", ""))
    client.generic(evil.strip()[:3].replace("\n", "X") or "GET", "/")
    client.post("/csp-report", json.dumps({"csp-report": {"effective-directive": evil}}), content_type="text/plain")
    structlog.get_logger("selvbetjening.tests").warning("planted", outcome=evil)
    seen = parsed(lines())
    assert "fake" not in {line["event"] for line in seen}
    assert [line["outcome"] for line in seen if line["event"] == "planted"] == [evil]
    assert "\x1b" not in lines()


def test_fields_outside_the_list_and_libraries_values_are_dropped_sec_143(lines: Callable[[], str]) -> None:
    """SEC-143: an unknown field never arrives; a library's format string does, without what belongs into it."""
    secret = uuid4().hex
    structlog.get_logger("selvbetjening.tests").info("ours", email=secret, count=3)
    library = logging.getLogger("some.library")
    library.warning("could not send to %s", secret)
    library.warning(f"could not send to {secret}")
    library.warning(ValueError(secret))
    try:
        raise ValueError(secret)
    except ValueError:
        library.exception("failed for %(who)s", {"who": secret})
        structlog.get_logger("selvbetjening.tests").exception("ours failed")
    seen = parsed(lines())
    assert secret not in lines()
    assert [line["event"] for line in seen] == [
        "ours", "could not send to %s", "message of a library", "message of a library", "failed for %(who)s",
        "ours failed",
    ]  # fmt: skip
    assert [line.get("error") for line in seen[-2:]] == ["ValueError", "ValueError"]
    assert set(seen[0]) - {"reference"} == {"event", "count", "level", "logger", "timestamp"}


def test_page_and_line_carry_the_same_reference_sec_146(ours: Any, lines: Callable[[], str]) -> None:
    """SEC-146: the number on the error page finds the lines of the error and of the request, and of no other one."""
    client = browser(ours)
    references = []
    for _ in range(2):
        page = client.get("/broken/")
        assert page.status_code == 500
        found = re.search(r"<code>([0-9a-f]{12})</code>", page.content.decode())
        assert found
        references.append(found[1])
    assert len(set(references)) == 2
    for reference in references:
        own = [line for line in parsed(lines()) if line.get("reference") == reference]
        assert {"RuntimeError"} <= {line.get("error") for line in own}
        assert [line["status"] for line in own if line["event"] == "request"] == [500]


def test_an_error_leaves_nothing_behind_sec_146(ours: Any) -> None:
    """SEC-146: the page of a database error is drawn, and what the request had written is gone."""
    assert browser(ours).get("/unique/").status_code == 500
    with within(OrganizationId(ours.organization_id)):
        assert not Account.objects.filter(code=PLANTED["account"]).exists()
