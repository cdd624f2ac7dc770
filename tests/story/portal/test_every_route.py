"""SB-05, XB-32: every route behind a permission closes with it, and opens to the roles it is for and to nobody else."""

from datetime import date
from typing import Any

import pytest
from django.urls import get_resolver
from tests import make, portal
from tests.story.portal.world import World, world
from tests.story.walls.addresses import filled, walk

from selvbetjening.config import hosts
from selvbetjening.domain.organizations import permissions
from selvbetjening.portals.gate import LOGGED_IN

#: Asked inside the view, since the direction of the change says which of the two it needs; signing up; and a box.
ASKED_WITHIN = {
    *(permissions.UPGRADE_SUBSCRIPTION, permissions.DOWNGRADE_SUBSCRIPTION, permissions.CREATE_ACCOUNT),
    permissions.SAVE_CARD_WHEN_PAYING,
}
ROUTES: dict[str, list[str]] = {}
for _address, _view in sorted(walk(get_resolver(hosts.CUSTOMER).url_patterns), key=lambda found: found[0]):
    _code = getattr(_view, "permission", LOGGED_IN)
    if _code != LOGGED_IN:
        ROUTES.setdefault(_code, []).append(_address)
RANKS = {"reader": 0, "accountant": 0, "billing": 1, "owner": 2}


@pytest.fixture
def company() -> World:
    """A business account, which has no floor of the law; the company lets businesses withdraw, too."""
    return world(party_type="business", choices={"offer_withdrawal_b2b": True})


def person(company: World, role: str) -> portal.PortalClient:
    """The browser of another person of the same account."""
    ends: dict[str, Any] = {"ends_on": date(2026, 12, 31)} if role == "accountant" else {}
    return portal.client(company.organization, make.recipient(company.account, role=role, **ends))


def statuses(client: portal.PortalClient, paths: list[str]) -> dict[str, int]:
    """What a GET of each answers."""
    return {path: client.get(path).status_code for path in paths}


def test_every_permission_of_the_registry_has_a_route() -> None:
    """SB-05: a new permission wants a route that declares it, or a line above and a test of its own."""
    assert set(ROUTES) | ASKED_WITHIN == set(permissions.REGISTRY)
    assert sum(map(len, ROUTES.values())) > 45


@pytest.mark.parametrize("code", ROUTES)
def test_off_closes_every_route_sb_05(code: str, company: World) -> None:
    """SB-05, SEC-25: with the permission off every route of it answers 404 to GET and POST, about own rows as well."""
    paths = [filled(address, company) for address in ROUTES[code]]
    client = company.client()
    on = statuses(client, paths)
    assert any(status != 404 for status in on.values()), "nothing of it is there when it is on"
    company.forbid(code)
    off = {path: (client.get(path).status_code, client.post(path, {"name": "X"}).status_code) for path in paths}
    assert off == dict.fromkeys(paths, (404, 404))


@pytest.mark.parametrize("role", ["reader", "accountant", "billing"])
@pytest.mark.parametrize("code", ROUTES)
def test_a_role_reaches_what_is_for_it_xb_32(code: str, role: str, company: World) -> None:
    """XB-32: what is for the role answers as it does to an owner; what is for a higher one is not there."""
    paths = [filled(address, company) for address in ROUTES[code]]
    one = person(company, role)
    if RANKS[role] >= RANKS[permissions.REGISTRY[code].role]:
        assert statuses(one, paths) == statuses(person(company, "owner"), paths)
    else:
        seen = {path: (one.get(path).status_code, one.post(path).status_code) for path in paths}
        assert seen == dict.fromkeys(paths, (404, 404))
