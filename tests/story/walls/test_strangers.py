"""Every address of the portal, called by each kind of stranger with somebody else's ids (SEC-19, Must show 5)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from selvbetjening.domain.accounts.actions.customer_tokens import make_token
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests import make, portal
from tests.story.portal.world import World, world
from tests.story.walls.addresses import PROGRAMS, filled, for_programs, ids_of, portal_addresses, unknown, with_ids
from tests.story.walls.contents import changed, contents

METHODS = ("get", "head", "post", "options", "put", "patch", "delete")
ADDRESSES = portal_addresses()
#: A visit is noted (LG-13), and asking for what a stranger may ask leaves the trace that it should.
NOTED = frozenset({"identity_portalsession"})


@dataclass(frozen=True)
class Stage:
    """Two companies with a customer each, and a second customer in the first."""

    ours: World
    theirs: World
    neighbour: Any


@pytest.fixture(scope="module")
def stage(database: str) -> Stage:
    ours = world()
    return Stage(ours, world(), make.recipient(make.account(ours.organization)))


def at_home(stage: Stage) -> portal.PortalClient:
    """A customer of the first company, on its host."""
    return portal.client(stage.ours.organization, stage.ours.recipient)


def abroad(stage: Stage) -> portal.PortalClient:
    """The second company's customer, with the cookie from there, on the first company's host."""
    client = portal.client(stage.theirs.organization, stage.theirs.recipient)
    client.host = f"{stage.ours.organization.slug}.portal.test"
    return client


def next_door(stage: Stage) -> portal.PortalClient:
    """Another customer of the same company."""
    return portal.client(stage.ours.organization, stage.neighbour)


def nobody(stage: Stage) -> portal.PortalClient:
    """Not logged in."""
    return portal.client(stage.ours.organization)


Who = Callable[[Stage], portal.PortalClient]


def form(owner: World) -> dict[str, str]:
    """Fields that a forged form may carry: every id of the owner, and what nobody may ever set."""
    return {**ids_of(owner), "quote": str(uuid4()), "organization_id": str(owner.id), "account": str(owner.account.id)}


def test_the_walk_finds_the_portal() -> None:
    assert len(ADDRESSES) > 20
    assert len(with_ids(ADDRESSES)) > 8


def tried(client: portal.PortalClient, path: str, nobodys: str, fields: dict[str, str]) -> None:
    """Every method with somebody else's ids answers as with nobody's: there is none such."""
    for method in METHODS:
        foreign, nobody = (getattr(client, method)(one, fields) for one in (path, nobodys))
        assert foreign.status_code in {404, 405}, method
        assert (foreign.status_code, portal.bare(foreign)) == (nobody.status_code, portal.bare(nobody))


@pytest.mark.parametrize("address", with_ids(ADDRESSES))
def test_another_companys_id_is_an_unknown_one_sec_19(address: str, stage: Stage) -> None:
    """SEC-19: a customer of company A gets for B's ids what ids that nobody has get, and nothing changes."""
    fields = form(stage.theirs)  # first: it makes a row of every kind
    path, client = filled(address, stage.theirs), at_home(stage)
    before = contents(stage.theirs.id, but=NOTED), contents(stage.ours.id, but=NOTED)
    tried(client, path, unknown(address), fields)
    assert (contents(stage.theirs.id, but=NOTED), contents(stage.ours.id, but=NOTED)) == before


@pytest.mark.parametrize("address", [one for one in with_ids(ADDRESSES) if not one.startswith("/nyt-abonnement/")])
def test_another_accounts_id_is_an_unknown_one_sec_19(address: str, stage: Stage) -> None:
    """SEC-19, SB-01: the same between two customers of one company (plans that are offered belong to everybody)."""
    fields = form(stage.ours)  # first: it makes a row of every kind
    path, client = filled(address, stage.ours), next_door(stage)
    before = contents(stage.ours.id, but=NOTED)
    tried(client, path, unknown(address), fields)
    assert changed(before, contents(stage.ours.id, but=NOTED)) == []


@pytest.mark.parametrize("address", for_programs(ADDRESSES))
def test_a_program_finds_nothing_of_others_sec_19(address: str, stage: Stage) -> None:
    """SEC-19, CM-09: a customer's program gets for another company's and another customer's ids what nobody's get."""
    stage.ours.allow("use_customer_api", "view_invoices", "download_invoices", "download_einvoice")
    made = make_token(
        stage.ours.id, recipient=stage.neighbour.id, kind="documents", name="B", actor=SYSTEM, at=clock.now()
    )
    headers = {"Authorization": f"Bearer {made.secret}"}
    for owner in (stage.ours, stage.theirs):
        path, before = filled(address, owner), contents(owner.id)
        foreign, unknowns = (nobody(stage).get(one, headers=headers) for one in (path, unknown(address)))
        assert (foreign.status_code, foreign.content) == (unknowns.status_code, unknowns.content)
        assert foreign.status_code == 404
        assert set(changed(before, contents(owner.id))) <= {"accounts_customertoken", "identity_ratecount"}


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("who", [abroad, nobody])
def test_without_a_login_of_this_host_nothing_opens_sec_19(address: str, who: Who, stage: Stage) -> None:
    """SEC-19, SB-02: without a session, or with one of another company, an address is public or leads to the login.

    And an address behind the login says the same whether the id in it exists or not.
    """
    path = filled(address, stage.ours)  # first: it may make the row that it names
    before = contents(stage.theirs.id, but=NOTED)
    for method in ("get", "post"):
        client = who(stage)
        known = getattr(client, method)(path)
        nobodys = getattr(client, method)(unknown(address))
        assert known.status_code == nobodys.status_code
        assert stage.ours.recipient.email not in known.content.decode()
        if "<uuid:" in address:
            assert known.status_code in ({401, 405} if address.startswith(PROGRAMS) else {302, 404, 405})
            assert known.headers.get("Location", "/log-ind/").startswith("/log-ind/")
    assert contents(stage.theirs.id, but=NOTED) == before
