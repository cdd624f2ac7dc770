"""Forms take what they ask for and nothing else (SEC-25)."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from tests import make, portal
from tests.story.portal.world import TICKED, World, quote_in, world

EXTRA = {
    "organization": str(uuid4()), "organization_id": str(uuid4()), "account": str(uuid4()), "account_id": str(uuid4()),
    "id": str(uuid4()), "pk": "1", "party_type": "business", "code": "K-FORGED", "role": "owner", "is_active": "1",
    "state": "ended", "email": "forged@example.com", "has_self_service_access": "1", "collection_method": "forged",
    "total": "1", "total_minor": "1", "net": "1", "unit_price_minor": "1", "price": "1", "vat_basis_points": "0",
    "currency": "EUR", "discount": "100", "effective_on": "1999-01-01", "ends_on": "1999-01-01", "at": "1999-01-01",
    "started_on": "1999-01-01", "renews_on": "1999-01-01", "charge_today": "0", "actor": "system",
    "created_at": "1999-01-01",
}  # fmt: skip
DETAILS = {
    "name": "Anna Ny", "address_line": "Nyvej 3", "address_line_2": "", "postal_code": "8200", "city": "Aarhus N",
    "country": "DK", "language": "da", "cvr": "",
}  # fmt: skip


def row(table: str, identity: object) -> dict[str, Any]:
    """One row as PostgreSQL has it."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT to_jsonb(t)::text FROM "{table}" t WHERE id = %s', [str(identity)])
        found = cursor.fetchone()
    assert found
    value: dict[str, Any] = json.loads(found[0])
    return value


def difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """The columns that are not the same any more, with their new values; when a row changed is the database's word."""
    return {name: value for name, value in after.items() if before.get(name) != value and name != "last_modified_at"}


def test_billing_details_bind_their_own_fields_only_sec_25() -> None:
    """SEC-25: an extra field changes nothing of the account but what the form shows."""
    ours = world()
    with within(ours.id):
        before = row("accounts_account", ours.account.id), row("accounts_recipient", ours.recipient.id)
    response = ours.client().post("/oplysninger/ret/", EXTRA | DETAILS)
    assert response.status_code in {302, 303}
    with within(ours.id):
        account = difference(before[0], row("accounts_account", ours.account.id))
        recipient = difference(before[1], row("accounts_recipient", ours.recipient.id))
    assert set(account) <= set(DETAILS) | {
        "search",
        "search_text",
        "name_folded",
        "name_last_folded",
        "name_rest_folded",
    }
    assert (account["name"], account["city"]) == ("Anna Ny", "Aarhus N")
    assert recipient == {}


@pytest.mark.parametrize("act", ["skift", "opsig"])
def test_an_act_does_what_its_quote_says_sec_25(act: str) -> None:
    """SEC-25: prices, days and states come from the stored quote; two runs, one with every extra field, end alike."""
    ended = []
    for extra in ({}, EXTRA):
        ours = world()
        path = f"/abonnementer/{ours.subscription.id}/" + (f"skift/{ours.large.id}/" if act == "skift" else "opsig/")
        client = ours.client()
        client.post(path, {**extra, **TICKED, "quote": quote_in(client.get(path, extra))})
        ended.append(outcome(ours))
    assert ended[0] == ended[1]
    assert ended[0] != outcome(world())


def test_a_new_subscription_is_what_its_quote_says_sec_25() -> None:
    """SEC-25: the same for a subscription that is started."""
    ended = []
    for extra in ({}, EXTRA):
        ours = world()
        path, client = f"/nyt-abonnement/{ours.large.id}/", ours.client()
        client.post(path, {**extra, **TICKED, "quote": quote_in(client.get(path, extra))})
        ended.append(outcome(ours))
    assert ended[0] == ended[1]
    assert ended[0][1] == 2


def test_another_accounts_quote_is_not_taken_sec_25() -> None:
    """SEC-25, SEC-19: the quote in the form is looked up for this account only."""
    ours = world()
    second = make.recipient(make.account(ours.organization))
    quote = quote_in(ours.client().get(f"/abonnementer/{ours.subscription.id}/opsig/"))
    before = outcome(ours)
    stranger = portal.client(ours.organization, second)
    response = stranger.post(f"/nyt-abonnement/{ours.large.id}/", {"quote": quote})
    assert response.status_code in {404, 409, 200}
    assert outcome(ours) == before


def outcome(ours: World) -> tuple[Any, ...]:
    """What the customer has and owes, without ids and instants."""
    with within(ours.id):
        rows = [
            (one.state, one.quantity, one.started_on, one.renews_on, one.terms.unit_price_minor)
            for one in Subscription.objects.filter(account=ours.account).select_related("terms").order_by("started_on")
        ]
    invoices = [(one.total_minor, one.currency, str(one.issued_on)) for one in ours.invoices()]
    return tuple(rows), len(rows), tuple(invoices)
