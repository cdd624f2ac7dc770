"""An archived account: nothing begins on it, and everything that there is goes on (fenerum-api.md 5, `is_archived`)."""

from typing import Any

import pytest

from selvbetjening.kernel import clock
from tests import card_gateway, make, portal
from tests.api.client import Machine


@pytest.fixture
def account(machine: Machine, settings: Any) -> Any:
    card_gateway.install(settings)
    card_gateway.connect(machine.organization)
    make.terms(make.plan(machine.organization), unit_price_minor=10_000, code="M-1")
    return make.account(machine.organization, party_type="business", cvr="12345674", created_at=clock.now())


def archive(machine: Machine, account: Any, wanted: Any) -> None:
    answer = machine.put(f"accounts/{account.code}/", {"is_archived": wanted})
    assert (answer.status_code, answer.json()["is_archived"]) == (200, bool(wanted))


def test_nothing_begins_on_an_archived_account(machine: Machine, account: Any) -> None:
    """fenerum-api.md 5 and 8: 400 at `account`, by both ways to subscribe, and nothing has ended meanwhile."""
    body = {"account": account.code, "terms": "M-1", "collection_method": "invoice"}
    mine = machine.post("subscriptions/", body).json()
    archive(machine, account, True)
    for path, sent in (("subscriptions/", body), (f"accounts/{account.code}/subscribe/", {"terms": "M-1"})):
        refused = machine.post(path, sent)
        assert (refused.status_code, refused.json()["code"]) == (400, "account_archived"), refused.content
        assert "account" in refused.json()
    shown = machine.get(f"accounts/{account.code}/").json()["subscription_set"]
    assert [(each["uuid"], each["status"]) for each in shown] == [(mine["uuid"], "active")]
    archive(machine, account, None)
    assert machine.post("subscriptions/", body).status_code == 201


def test_what_there_is_goes_on(machine: Machine, account: Any) -> None:
    """fenerum-api.md 5, 8 and 13: changed and ended as ever, drafts invoiced, open invoices still to be paid."""
    body = {"account": account.code, "terms": "M-1", "collection_method": "invoice"}
    mine = machine.post("subscriptions/", body).json()
    archive(machine, account, True)
    assert machine.put(f"subscriptions/{mine['uuid']}/", {"quantity": 3}).status_code == 200
    line = {"account": account.code, "description": "Tilsyn", "vat_type": "services", "price": "10"}
    assert machine.post("draftinvoicelines/", line).status_code == 201
    assert len(machine.post(f"accounts/{account.code}/generate_invoice/").json()) == 1
    open_ones = machine.get(f"invoices/?account={account.code}&is_paid=false").json()["results"]
    assert len(open_ones) == 3 and all(each["payment_link"] for each in open_ones)
    cancelled = machine.post(f"subscriptions/{mine['uuid']}/cancel/", {"cancellation_type": "at_renewal"})
    assert (cancelled.status_code, cancelled.json()["status"]) == (200, "set_to_expire")


def test_lists_hold_it_until_it_is_filtered_out(machine: Machine, account: Any) -> None:
    """fenerum-api.md 3 and 5: no filter is no filter, so that who keeps in step by `last_modified_date` sees it go."""
    archive(machine, account, True)
    for query, count in (("", 1), ("?is_archived=false", 0), ("?is_archived=true", 1), ("?is_archived=", 1)):
        assert machine.get(f"accounts/{query}").json()["count"] == count


def test_the_customer_is_told_whom_to_ask(machine: Machine, account: Any) -> None:
    """fenerum-api.md 5, XB-42: the portal sells nothing to it either, and says so."""
    person = make.recipient(account)
    archive(machine, account, True)
    offered = make.terms(make.plan(machine.organization), unit_price_minor=500)
    answer = portal.client(machine.organization, person, language="en").get(
        f"/nyt-abonnement/{offered.id}/", follow=True
    )
    assert "closed your account for new subscriptions" in answer.content.decode(), answer.status_code
