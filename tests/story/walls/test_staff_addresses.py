"""The operator's pages: what is another company's is not there behind this company's address (SEC-18, SEC-19)."""

import re
from typing import Any

import pytest

from selvbetjening.config import hosts
from tests import card_gateway
from tests.portal import PortalClient
from tests.story.portal.world import World, world
from tests.story.staff.door import operator
from tests.story.walls.addresses import addresses_of, filled, unknown
from tests.story.walls.contents import changed, contents

COMPANY = "<uuid:organization>"
ADDRESSES = [address for address in addresses_of(hosts.STAFF) if address.count("<uuid:") > 1]


@pytest.fixture(autouse=True)
def _gateways(settings: Any) -> None:
    """The operator's pages ask the company's gateway."""
    card_gateway.install(settings)


@pytest.fixture(scope="module")
def two(database: str) -> tuple[World, World]:
    return world(), world()


def crossed(address: str, ours: World, theirs: World) -> str:
    """The address of our company, and in it the id of a row of theirs."""
    company, rest = address.replace(COMPANY, "{}", 1), theirs
    return filled(company, rest).replace("{}", str(ours.organization.id))


@pytest.fixture
def desk(two: tuple[World, World]) -> PortalClient:
    return operator()


def test_the_walk_finds_the_staff_pages() -> None:
    assert len(ADDRESSES) > 15
    kinds = set(re.findall(r"<uuid:(\w+)>", " ".join(ADDRESSES)))
    assert kinds == {
        "organization", "account", "invoice", "recipient", "plan", "terms", "change", "dispute", "file",
        "gateway_account", "payment",
    }  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_another_companys_row_is_not_there_sec_19(address: str, two: tuple[World, World], desk: PortalClient) -> None:
    """SEC-19: 404 as for an id that nobody has, to GET and to POST, and nothing of either company changes."""
    ours, theirs = two
    path = crossed(address, ours, theirs)  # first: it may make the row that it names
    nobodys = unknown(address.replace(COMPANY, str(ours.organization.id), 1))
    assert desk.get(filled(address, ours)).status_code != 404, "the own one is there"
    before = contents(ours.id), contents(theirs.id)
    fields = {"amount": "1,00", "paid_on": "2026-03-05", "reference": "x", "name": "X", "email": "x@x.example",
              "act": "refund", "bar": str(theirs.recipient.id), "text": "X", "reason": "X"}  # fmt: skip
    for foreign, nobody in ((desk.get(path), desk.get(nobodys)), (desk.post(path, fields), desk.post(nobodys, fields))):
        assert (foreign.status_code, nobody.status_code) == (404, 404)
    assert [changed(was, contents(one.id)) for was, one in zip(before, two, strict=True)] == [[], []]
