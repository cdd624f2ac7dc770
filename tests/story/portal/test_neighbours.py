"""SEC-19: somebody else's id is answered as one that nobody has, on every address of the portal."""

from typing import Any

import pytest
from tests import make, portal
from tests.story.portal.world import World, quote_in, world
from tests.story.walls.addresses import filled, portal_addresses, unknown, with_ids

from selvbetjening.domain.tenancy.within import within

ROUTES = with_ids(portal_addresses())


def asked(client: portal.PortalClient, path: str, quote: str) -> Any:
    """POST with the quote, GET without one."""
    return client.post(path, {"quote": quote}) if quote else client.get(path)


def state(owner: World) -> tuple[Any, ...]:
    found = owner.reload()
    return found.state, found.terms_id, owner.waiting(), owner.subscriptions(), len(owner.invoices())


def refused(client: portal.PortalClient, known: str, nobodys: str, quote: str) -> list[int]:
    """The answers to GET and POST of somebody else's ids, the same as those of nobody's."""
    answers = []
    for given in ("", quote):
        foreign, nobody = (asked(client, path, given) for path in (known, nobodys))
        assert foreign.status_code == nobody.status_code
        assert portal.bare(foreign) == portal.bare(nobody)
        answers.append(foreign.status_code)
    return answers


#: Neither shown nor done. 405 says only that the address takes the other method, whoever asks.
CLOSED = ([404, 404], [404, 405], [405, 404])
#: A program's address: no cookie opens it, whatever its ids name. Its tokens meet them in `feeds/test_feeds.py`.
WANTS_A_TOKEN = [401, 405]


def closed(route: str) -> tuple[list[int], ...]:
    """How an address refuses."""
    return (WANTS_A_TOKEN,) if route.startswith("/customer-api/") else CLOSED


def test_the_walk_finds_the_addresses() -> None:
    assert len(ROUTES) > 35


@pytest.mark.parametrize("route", ROUTES)
def test_another_company_s_id_is_an_unknown_one(route: str) -> None:
    """SEC-19, SB-02, Must show 5: 404, the same body as for an id that nobody has, and nothing happens."""
    ours, theirs = world(), world()
    path, quote = filled(route, theirs), quote_in(theirs.client().get(f"/nyt-abonnement/{theirs.large.id}/"))
    before = state(theirs)
    assert refused(ours.client(), path, unknown(route), quote) in closed(route)
    assert state(theirs) == before


@pytest.mark.parametrize("route", [route for route in ROUTES if not route.startswith("/nyt-abonnement/")])
def test_another_account_s_id_is_an_unknown_one(route: str, ours: World) -> None:
    """SEC-19, SB-01, Must show 5: the same between two customers of one company."""
    path, own = filled(route, ours), quote_in(ours.client().get(f"/abonnementer/{ours.subscription.id}/opsig/"))
    neighbour, before = make.recipient(make.account(ours.organization)), state(ours)
    assert refused(portal.client(ours.organization, neighbour), path, unknown(route), own) in closed(route)
    assert state(ours) == before


def test_a_session_is_worth_nothing_on_another_host(ours: World) -> None:
    """SB-02: one company's cookie opens nothing at another's."""
    theirs = world()
    client = ours.client()
    client.host = f"{theirs.organization.slug}.portal.test"
    assert client.get("/").status_code == 302
    with within(theirs.id):
        assert theirs.reload().state == "active"
