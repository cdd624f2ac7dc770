"""What a customer's own token reaches: her account's documents or days, and at every other address nothing (CM-09)."""

from typing import Any, Final

import pytest
from django.test import Client

from selvbetjening.config import hosts
from selvbetjening.domain.accounts.actions.customer_tokens import make_token
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests import business, make, portal
from tests.api.client import HOST as API_HOST
from tests.story.portal.world import World, world, world_in
from tests.story.walls.addresses import PROGRAMS, addresses_of, filled, unknown
from tests.story.walls.contents import changed, contents

METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
#: What counts tries and last uses.
COUNTED: Final = {"accounts_customertoken", "identity_ratecount"}
ALLOWED: Final = ("use_calendar_feed", "use_customer_api", "view_invoices", "download_invoices", "download_einvoice")


@pytest.fixture
def ours(database: str) -> World:
    made = world()
    made.allow(*ALLOWED)
    return made


def secret(owner: World, kind: str) -> str:
    made = make_token(owner.id, recipient=owner.recipient.id, kind=kind, name="P", actor=SYSTEM, at=clock.now())
    return made.secret


def ways(token: str) -> list[dict[str, str]]:
    """How a program might try to be let in by it."""
    return [
        {"Authorization": f"Token {token}"}, {"Authorization": f"Bearer {token}"},
        {"Authorization": f"Token sbt_{token}"}, {"X-Api-Key": token},
        {"Cookie": f"sessionid={token}; __Host-session={token}"},
    ]  # fmt: skip


def call(host: str, method: str, path: str, headers: dict[str, str]) -> Any:
    body = b"" if method in {"GET", "HEAD"} else b"{}"
    return Client().generic(
        method, path, body, content_type="application/json", secure=True, headers=headers, HTTP_HOST=host
    )


@pytest.mark.parametrize("kind", ["documents", "calendar"])
def test_no_address_of_the_api_opens_to_it(ours: World, kind: str, settings: Any) -> None:
    """CM-09, SEC-24: every address of the companies' API, with every method: 401, and nothing changes."""
    token, tried = secret(ours, kind), 0
    before = contents(ours.id)
    public = {"/api/schema/", "/api/schema", "/api/swagger/", "/api/swagger", "/api/errors/"}
    for address in addresses_of(hosts.API):
        path = filled(address, ours) if "<" not in address else unknown(address)
        for headers in ways(token):
            for method in METHODS if headers is ways(token)[0] or path.endswith("accounts/") else ("GET", "POST"):
                answer = call(API_HOST, method, path, headers)
                tried += 1
                if address in public:
                    assert ours.account.code not in answer.content.decode()
                elif answer.status_code != 401:  # no address of ours: what is asked for in its path is none
                    assert (answer.status_code, call(API_HOST, method, path, {}).status_code) == (404, 404), path
    assert tried > 500
    assert changed(before, contents(ours.id)) == []


@pytest.mark.parametrize("kind", ["documents", "calendar"])
def test_no_other_address_of_the_portal_or_the_companies_opens_to_it(ours: World, kind: str) -> None:
    """CM-09, SB-02: with it every page answers as without it; nothing is shown, and nothing changes."""
    token = secret(ours, kind)
    tables_first = [filled(address, ours) for address in addresses_of(hosts.CUSTOMER)]
    before = contents(ours.id)
    host = f"{ours.organization.slug}.portal.test"
    for path in tables_first:
        if path.startswith(PROGRAMS):
            continue
        for method in ("GET", "POST"):
            for headers in ways(token)[1:2]:
                mine, nobodys = (call(host, method, path, each) for each in (headers, {}))
                assert mine.status_code == nobodys.status_code, path
                assert ours.recipient.email not in mine.content.decode(errors="replace"), path
    for address in addresses_of(hosts.BUSINESS):
        path = unknown(address) if "<uuid:organization>" not in address else unknown(
            address.replace("<uuid:organization>", str(ours.id))
        )  # fmt: skip
        mine, nobodys = (call(business.HOST, "GET", path, each) for each in (ways(token)[1], {}))
        assert mine.status_code == nobodys.status_code, path
        assert ours.account.name not in mine.content.decode(errors="replace"), path
    assert set(changed(before, contents(ours.id))) <= {*COUNTED, "identity_portalsession"}


def test_it_reads_its_own_account_alone_and_writes_nothing(ours: World) -> None:
    """CM-09, SEC-19: neighbours' and other companies' documents are not there; no method but reading is answered."""
    neighbour, stranger = world_in(ours.organization), world_in(make.organization())
    token, host = secret(ours, "documents"), f"{ours.organization.slug}.portal.test"
    headers = {"Authorization": f"Bearer {token}"}
    listed = call(host, "GET", f"{PROGRAMS}v1/invoices/", headers).json()
    assert [each["number"] for each in listed["results"]] == [str(ours.invoice.number)]
    pages = [one for one in addresses_of(hosts.CUSTOMER) if one.startswith(PROGRAMS)]
    own, theirs, foreigners = ([filled(address, each) for address in pages] for each in (ours, neighbour, stranger))
    before = contents(ours.id)
    for address, path, *others in zip(pages, own, theirs, foreigners, strict=True):
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            assert call(host, method, path, headers).status_code == 405, (method, path)
        for other in others if "<uuid:" in address else ():
            foreign, nobodys = (call(host, "GET", each, headers) for each in (other, unknown(address)))
            assert (foreign.status_code, foreign.content) == (404, nobodys.content)
        # On another company's host it is nobody's token.
        elsewhere = call(f"{stranger.organization.slug}.portal.test", "GET", others[1], headers)
        assert elsewhere.status_code in {401, 404}
    for query in (f"account={neighbour.account.id}", f"account={neighbour.account.code}", "page_size=9999", "all=1"):
        narrowed = call(host, "GET", f"{PROGRAMS}v1/invoices/?{query}", headers)
        assert narrowed.status_code in {200, 400}
        assert str(neighbour.invoice.id) not in narrowed.content.decode()
    assert set(changed(before, contents(ours.id))) <= {*COUNTED, "history_event", "history_logentry", "history_loghead",
                                                       "history_personalvalue", "accounts_documentread"}  # fmt: skip


def test_each_kind_opens_its_own_kind_alone(ours: World) -> None:
    """CM-09, decision 115: a calendar's token opens no document, a program's no calendar, and neither stands in an
    address or a cookie of the other's.
    """
    days, papers = secret(ours, "calendar"), secret(ours, "documents")
    client, listed = portal.client(ours.organization), f"{PROGRAMS}v1/invoices/"
    assert client.get(f"/kalender/{days}.ics").status_code == 200
    assert client.get(f"/kalender/{papers}.ics").status_code == 404
    assert client.get(listed, headers={"Authorization": f"Bearer {papers}"}).status_code == 200
    assert client.get(listed, headers={"Authorization": f"Bearer {days}"}).status_code == 401
    for query in (f"?token={papers}", f"?access_token={papers}", f"?Authorization=Bearer%20{papers}"):
        assert client.get(listed + query).status_code == 401
