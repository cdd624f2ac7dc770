"""The company's own pages: what is another company's is not there behind this company's address (SEC-18, SEC-19)."""

import re
from typing import Any

import pytest

from selvbetjening.config import hosts
from tests import card_gateway
from tests.business import BusinessClient, as_manager
from tests.business_rows import Firm, filled
from tests.story.walls.addresses import addresses_of, unknown
from tests.story.walls.contents import changed, contents

COMPANY = "<uuid:organization>"
ADDRESSES = [
    address
    for address in addresses_of(hosts.BUSINESS)
    if address.count("<uuid:") > 1 and address.startswith(f"/v/{COMPANY}/selvbetjening/")
]
CLASSES = ("api", "export", "gateways", "webhooks")


@pytest.fixture(autouse=True)
def _gateways(settings: Any) -> None:
    """The company's pages ask its gateway."""
    card_gateway.install(settings)


@pytest.fixture(scope="module")
def two(database: str) -> tuple[Firm, Firm]:
    return Firm(), Firm()


@pytest.fixture
def desk(two: tuple[Firm, Firm]) -> BusinessClient:
    made = as_manager(two[0].organization)
    for action_class in CLASSES:
        made.confirm(action_class)
    assert made.get(made.path("front")).status_code == 200  # what the first page of a login writes down is written
    return made


def test_the_walk_finds_the_companys_pages() -> None:
    assert len(ADDRESSES) > 15
    kinds = set(re.findall(r"<uuid:(\w+)>", " ".join(ADDRESSES)))
    assert kinds >= {"organization", "account", "invoice", "recipient", "dispute", "file", "gateway_account", "plan"}


@pytest.mark.parametrize("address", ADDRESSES)
def test_another_companys_row_is_not_there_sec_19(address: str, two: tuple[Firm, Firm], desk: BusinessClient) -> None:
    """SEC-19: 404 as for an id that nobody has, to GET and to POST, and nothing of either company changes."""
    ours, theirs = two
    path = filled(address, ours, of=theirs)  # first: it may make the row that it names
    nobodys = unknown(address.replace(COMPANY, str(ours.id), 1))
    assert desk.get(filled(address, ours)).status_code != 404, "the own one is there"
    fields = {"amount": "1,00", "paid_on": "2026-03-05", "reference": "x", "name": "X", "email": "x@x.example",
              "act": "refund", "bar": str(theirs.world.recipient.id), "text": "X", "reason": "X"}  # fmt: skip
    before = contents(ours.id), contents(theirs.id)
    for method in ("get", "post"):
        foreign, nobody = (getattr(desk, method)(to, fields if method == "post" else None) for to in (path, nobodys))
        assert foreign.status_code == nobody.status_code and foreign.status_code in {404, 405}, method
    mine, others = (changed(was, contents(one.id)) for was, one in zip(before, two, strict=True))
    # Of what leaves as a file the door counts every try (security.md 5.2), whatever its address.
    tries = {"identity_ratecount"} if address.endswith("/flyt/") else set()
    assert (set(mine) - tries, others) == (set(), [])
