"""The first wall taken down by hand: the second one holds alone (SEC-22, Must show 5)."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import models

from selvbetjening.domain.accounts.queries import get_recipient
from selvbetjening.domain.billing.queries.outlook import next_charge
from selvbetjening.domain.catalog import queries as catalog
from selvbetjening.domain.invoicing import queries as invoicing
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.tenancy.within import within
from tests import make, portal
from tests.story.portal.world import NOW, World, world
from tests.story.walls.addresses import filled, portal_addresses, with_ids
from tests.story.walls.contents import contents

pytestmark = pytest.mark.usefixtures("database")
FILTERS = {"organization_id", "organization", "account_id", "account"}


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every query forgets to filter by organization and by account; what was dropped is noted."""
    dropped: list[str] = []
    whole = models.QuerySet._filter_or_exclude_inplace  # type: ignore[attr-defined]

    def forget(self: Any, negate: bool, args: Any, kwargs: dict[str, Any]) -> None:
        dropped.extend(FILTERS & set(kwargs))
        whole(self, negate, args, {name: value for name, value in kwargs.items() if name not in FILTERS})

    monkeypatch.setattr(models.QuerySet, "_filter_or_exclude_inplace", forget)
    return dropped


def test_queries_without_their_filter_find_nothing_of_the_neighbour_sec_22(forgetful: list[str]) -> None:
    """SEC-22: by id, by list and by sum; and the filters really are gone, for between two accounts nothing holds."""
    ours, theirs = world(), world()
    same_company = make.subscription(make.account(ours.organization), ours.small)
    forgetful.clear()
    with within(ours.id):
        with pytest.raises(subscriptions.Subscription.DoesNotExist):
            subscriptions.get(ours.id, account=theirs.account.id, subscription=theirs.subscription.id)
        with pytest.raises(invoicing.Invoice.DoesNotExist):
            invoicing.get(ours.id, account=theirs.account.id, invoice=theirs.invoice.id)
        with pytest.raises(catalog.PlanTerms.DoesNotExist):
            catalog.terms(ours.id, terms=theirs.large.id)
        assert get_recipient(ours.id, recipient=theirs.recipient.id) is None
        rows = subscriptions.of_account(ours.id, account=theirs.account.id)
        assert {row.id for row in rows} == {ours.subscription.id, same_company.id}, "the filter is not gone"
        found = subscriptions.get(ours.id, account=ours.account.id, subscription=same_company.id)
        assert found.id == same_company.id, "the filter is not gone"
    assert {"organization_id", "account_id"} <= set(forgetful)


def test_sql_with_the_wrong_organization_finds_nothing_sec_22() -> None:
    """SEC-22: a query in plain SQL, asked inside our transaction for the neighbour."""
    ours, theirs = world(), world()
    with within(ours.id):
        assert next_charge(theirs.id, account=theirs.account.id, today=NOW.date()) is None
    with within(theirs.id):
        assert next_charge(theirs.id, account=theirs.account.id, today=NOW.date()) is not None


@pytest.mark.parametrize("address", with_ids(portal_addresses()))
def test_pages_without_any_filter_show_nothing_of_the_neighbour_sec_22(address: str, forgetful: list[str]) -> None:
    """SEC-22, Must show 5: every address with the neighbour's ids; a 404 and no change, with not one filter left."""
    ours, theirs = world(), world()
    path = filled(address, theirs)  # first: it may make the row that it names
    client, before = ours.client(), contents(theirs.id)
    forgetful.clear()
    for ask in (client.get, client.post):
        response = ask(path, {"quote": str(uuid4())} if ask == client.post else {})
        assert response.status_code in {404, 405}
    assert forgetful, "no filter was dropped on the way"
    assert contents(theirs.id) == before


def test_the_neighbours_page_would_open_without_the_second_wall_too_sec_22(
    forgetful: list[str], ours_and_next_door: tuple[World, portal.PortalClient]
) -> None:
    """SEC-22: the proof that the mutation bites: inside one company, where only our filter stands, the page opens."""
    owner, stranger = ours_and_next_door
    assert stranger.get(f"/fakturaer/{owner.invoice.id}/").status_code == 200
    assert "account_id" in forgetful


@pytest.fixture
def ours_and_next_door() -> tuple[World, portal.PortalClient]:
    """A customer, and the logged-in browser of another customer of the same company."""
    owner = world()
    return owner, portal.client(owner.organization, make.recipient(make.account(owner.organization)))
