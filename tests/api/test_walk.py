"""A client that was written from the document of Fenerum's API alone walks every endpoint of it, over HTTP.

The list of endpoints is `fenerum_document`; an endpoint there that the walk leaves out fails the test.
"""

from dataclasses import replace

import httpx
import pytest

from selvbetjening.domain.organizations import permissions
from tests import card_gateway, live, make
from tests.api import walk_customers, walk_money, walk_outward, walk_prices, walk_subscriptions
from tests.api.client import HOST, Machine
from tests.api.fenerum_client import Fenerum
from tests.api.fenerum_document import endpoints, writable
from tests.card_book import VISA
from tests.webhooks import Receiver

APP = "https://app.firma.example/tilbage"


class Wire(httpx.HTTPTransport):
    """Every host is the live server, whose certificate nobody vouches for."""

    def __init__(self, port: int) -> None:
        super().__init__(verify=False)
        self.port = port

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(host="127.0.0.1", port=self.port)
        return super().handle_request(request)


@pytest.fixture
def api(site: live.Site, machine: Machine, settings) -> Fenerum:  # type: ignore[no-untyped-def]
    """The client, as one company's integration has it: an address and a token. The walk takes less than a minute."""
    settings.API_CALLS_A_MINUTE = 10_000
    return Fenerum(f"https://{HOST}/api/v1/", machine.token, Wire(site.port))


@pytest.fixture
def machine(database: str, django_db_blocker) -> Machine:  # type: ignore[no-untyped-def]
    """Of a company whose customers do not sign up by themselves, and whose app customers come back to."""
    acts = [act for act in permissions.REGISTRY if act != permissions.CREATE_ACCOUNT]
    return Machine(make.organization(choices={"return_url_hosts": "app.firma.example"}, allowed_acts=acts))


def test_every_endpoint_is_walked(api: Fenerum, machine: Machine, settings) -> None:  # type: ignore[no-untyped-def]
    """T1–T8, T10–T12, T14–T17, T20: in the order of a company's integration, with fields too many and wrong ones."""
    make.plan(machine.organization)
    walk_customers.accounts(api)
    karen = walk_customers.recipients(api)
    walk_prices.plans(api)
    walk_prices.calculate(api)
    walk_prices.contracts(api)
    mine = walk_subscriptions.subscriptions(api)
    walk_subscriptions.changed(api, mine)
    walk_subscriptions.changes(api, mine)
    running = walk_subscriptions.subscribed(api, mine)
    walk_money.draft_lines(api)
    invoice = walk_money.invoices(api)
    walk_money.lines_and_months(api, invoice)
    card_gateway.install(settings)
    book = card_gateway.book(card_gateway.connect(machine.organization))
    for spelling in ("paymentcards", "paymentscards"):
        book.elsewhere[f"pm_{spelling}"] = replace(VISA, external_id=f"pm_{spelling}", customer_ref="")
        walk_money.cards(api, spelling, gateway="stripe", token=f"pm_{spelling}")
    with Receiver() as receiver:
        walk_outward.webhooks(api, receiver=receiver.url)
    walk_outward.self_service(api, email=karen["email"], return_url=APP, subscription=running["uuid"])
    walk_outward.description(api)
    assert set(endpoints()) - api.walked == set()
    assert writable() - api.tolerated == set()
    assert writable() - api.refused == set()
