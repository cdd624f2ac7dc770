"""Every operation of the OpenAPI document, with made-up and with real values, as two organizations (must show 2)."""

import io
from collections.abc import Iterator
from typing import Any, Final

import pytest
import requests
import schemathesis
import urllib3
from django.test import override_settings
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.result import Ok

from selvbetjening.domain.access.permissions import API_RIGHTS, FILE_TRANSFER
from selvbetjening.portals.api.assembly import API
from selvbetjening.portals.api.description import document
from tests import business, make
from tests.api.client import HOST, Machine

#: Fenerum's clients send more, other and looser values than a schema can say (fenerum-api.md 4: numbers as texts,
#: unknown fields, a country's name), so what "should" be refused or taken is not to be read from the schema.
#: `ignored_auth` sends requests of its own over a network; `test_door` holds that nothing answers without a token.
LOOSE: Final = {"negative_data_rejection", "positive_data_acceptance", "missing_required_header", "ignored_auth"}
load_all_checks()
SCHEMA: Final = schemathesis.openapi.from_dict(document(API))
OPERATIONS: Final = [each.ok() for each in SCHEMA.get_all_operations() if isinstance(each, Ok)]
TRIES: Final = 20


class World:
    """Two organizations, each with a row of everything, and what identifies the stranger's rows."""

    def __init__(self) -> None:
        self.machine, self.stranger = self._machine(), self._machine()
        self.mine, self.theirs = self._rows(self.machine), self._rows(self.stranger)

    def _machine(self) -> Machine:
        """It may everything that an API user can be given, in a company with My File Transfer."""
        organization = make.organization()
        business.entitle(organization, FILE_TRANSFER)
        return Machine(organization, rights=sorted(API_RIGHTS))

    def _rows(self, machine: Machine) -> dict[str, str]:
        account = make.account(machine.organization)
        terms = make.terms(make.plan(machine.organization))
        recipient = make.recipient(account)
        body = {"account": account.code, "terms": terms.code, "collection_method": "invoice"}
        subscription = machine.post("subscriptions/", body).json()
        invoice = machine.get("invoices/").json()["results"][0]
        return {
            "code": account.code, "account": str(account.id), "terms": str(terms.id), "plan": str(terms.plan_id),
            "uuid": str(recipient.id), "subscription": subscription["uuid"], "invoice": invoice["uuid"],
        }  # fmt: skip


@pytest.fixture(scope="module")
def world(database: str, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), override_settings(API_CALLS_A_MINUTE=1_000_000):
        yield World()


def sent(machine: Machine, case: Any) -> requests.Response:
    """Send a case by Django's client, and give its answer in the form that the checks read."""
    asked = requests.Request(**case.as_transport_kwargs(base_url=f"https://{HOST}")).prepare()
    body = asked.body.encode() if isinstance(asked.body, str) else asked.body or b""
    headers = {name: str(value) for name, value in asked.headers.items()} | {"Authorization": f"Token {machine.token}"}
    kind = headers.pop("Content-Type", "application/json")
    headers.pop("Content-Length", None)
    answer = machine.client.generic(
        str(asked.method), asked.path_url, body, content_type=kind, secure=True, headers=headers, HTTP_HOST=HOST
    )
    raw = urllib3.HTTPResponse(
        io.BytesIO(answer.content), headers=dict(answer.headers.items()), status=answer.status_code,
        preload_content=False,
    )  # fmt: skip
    return requests.adapters.HTTPAdapter().build_response(asked, raw)


def checks() -> list[Any]:
    return [check for check in CHECKS.get_all() if check.__name__ not in LOOSE]


@pytest.mark.slow
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.label)
def test_no_operation_fails_or_answers_otherwise(operation: Any, world: World) -> None:
    """fenerum-api.md 2 to 4, T9: no 5xx, no answer that the document does not know, whatever is sent."""

    @settings(
        max_examples=TRIES, deadline=None, database=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def once(case: Any) -> None:
        for name, value in world.mine.items():
            if name in (case.path_parameters or {}) and len(str(case.path_parameters[name])) % 2:
                case.path_parameters[name] = value
        response = sent(world.machine, case)
        case.validate_response(response, checks=checks())
        assert not any(theirs in response.text for theirs in world.theirs.values()), response.text[:500]

    given(case=operation.as_strategy())(once)()


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.label)
def test_a_strangers_rows_are_not_there(operation: Any, world: World) -> None:
    """T18, SEC-19: with the ids of the other organization in the path, every operation says 404."""
    names = [name for name in operation.path.split("/") if name.startswith("{")]
    if not names or "{month}" in names:
        assert world.machine.get(operation.path.replace("{month}", "11-2026")).status_code in {200, 201, 400, 405}
        return
    path = operation.path
    for name in names:
        wanted = world.theirs.get(name.strip("{}"), world.theirs["uuid"])
        if name == "{id}":
            wanted = "1"
        path = path.replace(name, wanted)
    if "/invoices/" in path:
        path = path.replace(world.theirs["uuid"], world.theirs["invoice"])
    answer = world.machine.call(operation.method.upper(), path, _body(operation.path))
    assert answer.status_code == 404, (path, answer.content[:300])


def _body(path: str) -> dict[str, Any]:
    """A body that would be good enough for one's own row."""
    return {
        "cancellation_type": "today", "change_type": "immediate", "quantity": 2, "terms": "M", "code": "X-1",
        "price": "1", "interval": "month", "name": "X", "email": "x@example.com", "description": "X",
        "plan_terms": "M", "start_date": "2026-01-01", "commitment_length": 0, "minimum_quantity": 1,
        "discount_type": "percent",
    }  # fmt: skip
