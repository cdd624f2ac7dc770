"""SEC-19: somebody else's id is answered as one that nobody has, on every address of the portal."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from tests import make, portal
from tests.story.portal.world import World, quote_in, world

from selvbetjening.config import hosts
from selvbetjening.domain.tenancy.within import within


def routes(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    """Every address of the portal that carries an id."""
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern) and "<uuid:" in address:
            yield "/" + address


ROUTES = sorted(set(routes(get_resolver(hosts.CUSTOMER).url_patterns)))


def filled(route: str, owner: World) -> str:
    """The address with the ids of this customer."""
    ids = {"subscription": owner.subscription.id, "invoice": owner.invoice.id, "terms": owner.large.id}
    return re.sub(r"<uuid:(\w+)>", lambda match: str(ids[match[1]]), route)


def unknown(route: str) -> str:
    return re.sub(r"<uuid:\w+>", lambda _: str(uuid4()), route)


def body(response: Any) -> str:
    """The page without its own reference number."""
    return re.sub(r"<code>\w+</code>", "", response.content.decode())


def asked(client: portal.PortalClient, path: str, quote: str) -> Any:
    """POST with the quote, GET without one."""
    return client.post(path, {"quote": quote}) if quote else client.get(path)


def state(owner: World) -> tuple[Any, ...]:
    found = owner.reload()
    return found.state, found.terms_id, owner.waiting(), owner.subscriptions(), len(owner.invoices())


def test_the_walk_finds_the_addresses() -> None:
    assert len(ROUTES) >= 9


@pytest.mark.parametrize("route", ROUTES)
def test_another_company_s_id_is_an_unknown_one(route: str) -> None:
    """SEC-19, SB-02, Must show 5: 404, the same body as for an id that nobody has, and nothing happens."""
    ours, theirs = world(), world()
    before, quote = state(theirs), quote_in(theirs.client().get(f"/nyt-abonnement/{theirs.large.id}/"))
    for post in (False, True):
        client = ours.client()
        foreign, nobody = (
            asked(client, path, quote if post else "") for path in (filled(route, theirs), unknown(route))
        )
        assert foreign.status_code == nobody.status_code
        assert foreign.status_code in ({404, 405} if post else {404})
        assert body(foreign) == body(nobody)
    assert state(theirs) == before


@pytest.mark.parametrize("route", [route for route in ROUTES if not route.startswith("/nyt-abonnement/")])
def test_another_account_s_id_is_an_unknown_one(route: str, ours: World) -> None:
    """SEC-19, SB-01, Must show 5: the same between two customers of one company."""
    neighbour = make.recipient(make.account(ours.organization))
    own = quote_in(ours.client().get(f"/abonnementer/{ours.subscription.id}/opsig/"))
    before = state(ours)
    for post in (False, True):
        client = portal.client(ours.organization, neighbour)
        foreign, nobody = (asked(client, path, own if post else "") for path in (filled(route, ours), unknown(route)))
        assert foreign.status_code in ({404, 405} if post else {404})
        assert body(foreign) == body(nobody)
    assert state(ours) == before


def test_a_session_is_worth_nothing_on_another_host(ours: World) -> None:
    """SB-02: one company's cookie opens nothing at another's."""
    theirs = world()
    client = ours.client()
    client.host = f"{theirs.organization.slug}.portal.test"
    assert client.get("/").status_code == 302
    with within(theirs.id):
        assert theirs.reload().state == "active"
