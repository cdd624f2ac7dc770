"""webhooks/ over the API (fenerum-api.md 15): made, read, changed, deleted; told when the receiver has passed."""

import json
from datetime import timedelta
from typing import Any

import pytest

from selvbetjening.domain.identity.models import ApiAnswer
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.domain.webhooks.actions.foresee import foresee
from selvbetjening.domain.webhooks.actions.verify import challenge_job
from selvbetjening.domain.webhooks.models import WebhookEndpoint
from selvbetjening.domain.webhooks.rules.catalogue import STANDARD
from selvbetjening.kernel import clock
from tests import make
from tests.api.client import Machine
from tests.webhooks import Receiver, endpoint, rows

HOOK = "https://hooks.example.dk/in"


def made(machine: Machine, **values: Any) -> dict[str, Any]:
    answer = machine.post("webhooks/", {"endpoint": HOOK, **values})
    assert answer.status_code == 201, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_a_webhook_says_of_a_subscription_what_the_api_says(machine: Machine) -> None:
    """fenerum-api.md 8 and 15: `payment_terms` in days, the company's without any of its own, as in the answer."""
    account = make.account(machine.organization, party_type="business", created_at=clock.now())
    make.terms(make.plan(machine.organization), code="M-1", unit_price_minor=10_000)
    with within(machine.here):
        Organization.objects.filter(id=machine.here).update(payment_terms_days=19)
    endpoint(machine.organization, HOOK, at=clock.now(), events=["cancel_subscription", "renew_subscription_soon"])
    body = {"account": account.code, "terms": "M-1", "collection_method": "invoice"}
    for days, effective in ((None, 19), (5, 5)):
        mine = machine.post("subscriptions/", {**body, "payment_terms": days}).json()
        path = f"subscriptions/{mine['uuid']}/"
        with within(machine.here):
            renews_on = Subscription.objects.get(id=mine["uuid"]).renews_on
        foresee(machine.here, today=renews_on - timedelta(days=1), at=clock.now())
        machine.post(f"{path}cancel/", {"cancellation_type": "at_renewal"})
        answer = machine.get(path).json()
        told = [json.loads(row.message.body)["data"] for row in rows(machine.organization)]
        told = [each for each in told if each["uuid"] == mine["uuid"]]
        assert len(told) == 2 and answer["payment_terms"] == effective
        assert [each["payment_terms"] for each in told] == [effective] * 2
        cancelled = told[-1]
        skipped = ("unit_price", "created_date", "last_modified_date", "next_renewal_date", "plan_name")
        assert {name: cancelled[name] for name in answer if name not in skipped} == {
            name: value for name, value in answer.items() if name not in skipped
        }


def test_made_read_changed_and_deleted(machine: Machine, stranger: Machine) -> None:
    """K form: the password as it was set, all standard events where none are named; PUT is PATCH; 204 is empty."""
    first = made(machine, basic_auth_username="bo", basic_auth_password="hemmelig")
    assert first["signing_secret"].startswith("whsec_")
    assert (first["enabled"], first["events"], first["state"]) == (True, list(STANDARD), "unverified")
    assert first["basic_auth_password"] == "hemmelig"
    address = f"webhooks/{first['uuid']}/"
    assert machine.get(address).json()["signing_secret"] is None
    assert machine.get("webhooks/").json()["results"][0]["uuid"] == first["uuid"]
    changed = machine.put(address, {"events": ["new_invoice", "file.*"], "enabled": "false"}).json()
    assert (changed["events"], changed["enabled"]) == (["new_invoice", "file.*"], False)
    assert (changed["endpoint"], changed["basic_auth_username"]) == (HOOK, "bo")
    assert machine.put(address, {"events": None, "enabled": True}).json()["events"] == list(STANDARD)
    assert machine.put(address, {"basic_auth_password": None}).json()["basic_auth_password"] is None
    for answer in (stranger.get(address), stranger.put(address, {"enabled": False}), stranger.delete(address)):
        assert answer.status_code == 404
    gone = machine.delete(address)
    assert (gone.status_code, gone.content) == (204, b"")
    assert machine.get(address).status_code == 404
    assert machine.get("webhooks/").json()["count"] == 0


def test_a_replay_s_secret_is_kept_sealed(machine: Machine) -> None:
    """SEC-73, SEC-124: the same key gives the same answer, and secret and password lie nowhere as they are."""
    sent = {"endpoint": HOOK, "basic_auth_username": "bo", "basic_auth_password": "meget-hemmelig"}
    first = machine.post("webhooks/", sent, Idempotency_Key="w1")
    again = machine.post("webhooks/", sent, Idempotency_Key="w1")
    assert again.headers["Idempotent-Replay"] == "true" and again.json() == first.json()
    secret = first.json()["signing_secret"]
    with within(machine.here):
        (kept,) = ApiAnswer.objects.filter(organization_id=machine.here)
        (mine,) = WebhookEndpoint.objects.filter(organization_id=machine.here)
    for stored in (kept.answer, mine.secret, mine.password):
        assert secret.encode() not in bytes(stored or b"") and b"meget-hemmelig" not in bytes(stored or b"")
    assert kept.answer


def test_the_company_may_hide_passwords(machine: Machine) -> None:
    """`mask_webhook_password` (+)."""
    with within(machine.here):
        Organization.objects.filter(id=machine.here).update(choices={"mask_webhook_password": True})
    assert made(machine, basic_auth_username="bo", basic_auth_password="hemmelig")["basic_auth_password"] == "********"


def test_a_password_is_not_taken_to_another_host(machine: Machine) -> None:
    """SEC-124: who is not shown the password does not get it by naming another host either; who is may take it."""
    first = made(machine, basic_auth_username="bo", basic_auth_password="hemmelig")
    address = f"webhooks/{first['uuid']}/"
    moved = machine.put(address, {"endpoint": "https://other.example.dk/in"})
    assert moved.status_code == 200 and moved.json()["basic_auth_password"] == "hemmelig", moved.content
    with within(machine.here):
        Organization.objects.filter(id=machine.here).update(choices={"mask_webhook_password": True})
    for port in ("https://evil.example.dk/in", "https://other.example.dk:8443/in"):
        refused = machine.put(address, {"endpoint": port})
        assert refused.status_code == 400 and refused.json()["code"] == "password_wanted", refused.content
    assert machine.get(address).json()["endpoint"] == "https://other.example.dk/in"
    assert machine.put(address, {"endpoint": "https://other.example.dk/else"}).status_code == 200
    for given in ("ny", None):
        assert machine.put(address, {"endpoint": HOOK, "basic_auth_password": given}).status_code == 200


def test_secrets_are_in_no_answer_that_is_kept(machine: Machine) -> None:
    """SEC-73, SEC-124: what a key replays is sealed, and the book names neither password nor secret."""
    from django.db import connection

    made_ = machine.post(
        "webhooks/", {"endpoint": HOOK, "basic_auth_username": "bo", "basic_auth_password": "hemmelig-42"},
        Idempotency_Key="once",
    ).json()  # fmt: skip
    machine.put(f"webhooks/{made_['uuid']}/", {"basic_auth_password": "hemmelig-43"})
    with within(machine.here), connection.cursor() as cursor:
        for table in ("identity_apianswer", "identity_apicall", "webhooks_webhookendpoint", "history_event"):
            cursor.execute(f"SELECT encode(convert_to(t::text, 'UTF8'), 'escape') FROM {table} t")
            found = " ".join(row[0] for row in cursor.fetchall())
            for secret in ("hemmelig-42", "hemmelig-43", made_["signing_secret"]):
                assert secret not in found and secret.encode().hex() not in found, table


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "endpoint"), ({"endpoint": "hooks"}, "endpoint"),
        ({"endpoint": "https://bo:x@hooks.example/"}, "endpoint"),
        ({"endpoint": HOOK, "events": ["new_money"]}, "events"),
        ({"endpoint": HOOK, "basic_auth_password": "a\r\nX: y", "basic_auth_username": "bo"}, "basic_auth_password"),
        ({"endpoint": HOOK, "basic_auth_username": "b:o"}, "basic_auth_username"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(machine: Machine, body: dict[str, Any], field: str) -> None:
    """SEC-69, T9."""
    answer = machine.post("webhooks/", body)
    assert answer.status_code == 400 and field in answer.json()


@pytest.mark.parametrize(
    "url",
    [
        "https://2130706433/", "https://[::ffff:127.0.0.1]/", "https://0/", "https://0x7f.1/", "https://localhost/",
        "https://hooks.example.dk:22/", "HTTP://hooks.example.dk/", "https://hooks.example.dk\\@ond.example/",
        "https://hooks.example.dk/\r\nX: y", "file:///etc/passwd", "https://hooks.exämple.dk/", "https://127.0.0.1./",
        "https://[fe80::1%25eth0]/", "https://hooks.example.dk:0/", "https://hooks.example.dk:443:80/", "//example.dk/",
    ],
)  # fmt: skip
def test_no_address_of_our_own_network_is_taken(machine: Machine, settings: Any, url: str) -> None:
    """SEC-69: outside the demo, when it is made and when it is changed."""
    settings.WEBHOOK_INNER_HOSTS = False
    address = f"webhooks/{made(machine)['uuid']}/"
    for answer in (machine.post("webhooks/", {"endpoint": url}), machine.put(address, {"endpoint": url})):
        assert answer.status_code == 400 and "endpoint" in answer.json(), answer.content


def test_the_challenge_goes_out_by_itself(machine: Machine) -> None:
    """SEC-69: a client that knows no page has nothing to press; the job asks the receiver."""
    with Receiver() as receiver:
        found = made(machine, endpoint=receiver.url)
        challenge_job.task.func(organization=str(machine.here), endpoint=found["uuid"])
        assert [each.told["event"] for each in receiver.taken] == ["webhook.challenge"]
    with within(machine.here):
        assert WebhookEndpoint.objects.get().state == "active"
