"""Rights by resource and verb on every operation, and tokens that only read: by its own path and by any other one."""

import re
from typing import Any, Final

import pytest

from selvbetjening.domain.access.permissions import API_RIGHTS
from selvbetjening.domain.identity.actions.api_tokens import issue_token, revoke_token, set_rights
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.portals.api.assembly import API
from tests import make
from tests.api.client import Machine, account_body
from tests.at_once import at_once, codes

#: Method, path and right of every operation.
OPERATIONS: Final = [
    (method, path, operation.view_func.right)  # type: ignore[attr-defined]
    for bound in API._get_bound_routers()
    for path, view in bound.path_operations.items()
    for operation in view.operations
    for method in operation.methods
]


@pytest.fixture(autouse=True)
def _many(settings: Any) -> None:
    settings.API_CALLS_A_MINUTE = 100_000


def limited(machine: Machine, rights: Any) -> None:
    set_rights(machine.here, api_user=machine.api_user, rights=rights, actor=SYSTEM, at=clock.now())


def filled(path: str) -> str:
    """The path with ids that nobody has."""
    known = {"code": "NOBODY", "month": "11-2026", "id": "1"}
    return re.sub(
        r"\{(?:\w+:)?(\w+)\}", lambda found: known.get(found[1], "00000000-0000-4000-8000-000000000000"), path
    ).lstrip("/")


@pytest.mark.parametrize(("method", "path", "right"), OPERATIONS, ids=lambda each: str(each))
def test_every_operation_wants_its_right(machine: Machine, method: str, path: str, right: str) -> None:
    """SEC-24, section 1: without the one right 403, whatever else may be done; a reading token writes nowhere."""
    address = filled(path)
    limited(machine, API_RIGHTS - {right})
    refused = machine.call(method, address, {})
    assert refused.status_code == 403 and refused.json()["code"] == "permission_missing", refused.content
    limited(machine, API_RIGHTS)
    reader = issue_token(
        machine.here, api_user=machine.api_user, read_only=True, expires_at=None, actor=SYSTEM, at=clock.now()
    )
    answer = machine.call(method, address, {}, Authorization=f"Token {reader.token}", Idempotency_Key="k")
    if right.endswith(".read"):
        assert answer.headers.get("X-Error-Code") not in {"permission_missing", "read_only_token", "not_authenticated"}
    else:
        assert answer.status_code == 403 and answer.json()["code"] == "read_only_token"


def test_an_account_shows_no_more_than_its_reader_may_read(machine: Machine) -> None:
    """SEC-24: what belongs to an account is null where the API user may not read it by itself."""
    account = make.account(machine.organization)
    make.recipient(account, email="skjult@example.com")
    make.subscription(account, make.terms(make.plan(machine.organization)))
    path = f"accounts/{account.code}/"
    whole = machine.get(path).json()
    assert len(whole["recipient_set"]) == len(whole["subscription_set"]) == 1 and whole["paymentcard_set"] == []
    limited(machine, ["accounts.read", "accounts.update"])
    for answer in (machine.get(path), machine.put(path, {"invoice_note": "x"})):
        body = answer.json()
        assert body["code"] == account.code and "skjult" not in answer.content.decode()
        assert (body["recipient_set"], body["subscription_set"], body["paymentcard_set"]) == (None, None, None)


def test_subscribe_ends_others_only_with_the_right_to(machine: Machine) -> None:
    """T20: it ends every other subscription, so it wants the right to end one."""
    account = make.account(machine.organization)
    terms = make.terms(make.plan(machine.organization), code="M-1")
    mine = make.subscription(account, terms)
    limited(machine, API_RIGHTS - {"subscriptions.cancel"})
    answer = machine.post(f"accounts/{account.code}/subscribe/", {"terms": "M-1"})
    assert answer.status_code == 403 and answer.json()["code"] == "permission_missing"
    assert machine.get(f"subscriptions/{mine.id}/").json()["status"] == "active"


def test_passwords_of_webhooks_are_for_who_may_set_them(machine: Machine) -> None:
    """fenerum-api.md 15 (K: as it was set), SEC-124: a token that only reads is shown none."""
    body = {"endpoint": "https://hooks.example.dk/in", "basic_auth_username": "bo", "basic_auth_password": "hemmelig"}
    made = machine.post("webhooks/", body).json()
    path = f"webhooks/{made['uuid']}/"
    assert machine.get(path).json()["basic_auth_password"] == "hemmelig"
    reader = issue_token(
        machine.here, api_user=machine.api_user, read_only=True, expires_at=None, actor=SYSTEM, at=clock.now()
    )
    for address in (path, "webhooks/"):
        shown = machine.get(address, Authorization=f"Token {reader.token}")
        assert shown.status_code == 200 and "hemmelig" not in shown.content.decode()
    limited(machine, ["webhooks.read", "webhooks.create"])
    assert "hemmelig" not in machine.get(path).content.decode()


def test_a_replayed_answer_is_only_for_who_may_still_ask(machine: Machine, stranger: Machine) -> None:
    """Section 1: a kept answer opens to nobody whose token was revoked, or whose right was taken away."""
    second = issue_token(
        machine.here, api_user=machine.api_user, read_only=False, expires_at=None, actor=SYSTEM, at=clock.now()
    )
    body, key = account_body(), {"Idempotency_Key": "k-1"}
    first = machine.post("accounts/", body, **key)
    assert first.status_code == 201
    own = {"Authorization": f"Token {second.token}"}
    again = machine.post("accounts/", body, **key, **own)
    assert again.content == first.content and again.headers["Idempotent-Replay"] == "true"
    limited(machine, API_RIGHTS - {"accounts.create"})
    assert machine.post("accounts/", body, **key).status_code == 403
    limited(machine, None)
    revoke_token(machine.here, api_token=second.id, actor=SYSTEM, at=clock.now())
    assert machine.post("accounts/", body, **key, **own).status_code == 401
    other = Machine(machine.organization)
    taken = other.post("accounts/", body, **key)
    assert taken.status_code == 400 and "Idempotent-Replay" not in taken.headers
    assert stranger.post("accounts/", body, **key).json()["uuid"] != first.json()["uuid"]


@pytest.mark.parametrize("key", ["k" * 256, "k\x7f", "æøå" * 100])
def test_a_key_that_cannot_be_kept_is_refused(machine: Machine, key: str) -> None:
    """Section 1: at most 255 signs that can be seen."""
    refused = machine.post("accounts/", account_body(), Idempotency_Key=key)
    assert refused.status_code == 400 and refused.json()["code"] == "idempotency_key"


def test_the_key_is_of_the_whole_request(machine: Machine) -> None:
    """Section 1: the same key on another path is another request; a refusal replays, what may go otherwise does not."""
    account = machine.post("accounts/", account_body(), Idempotency_Key="k").json()
    other = machine.post(f"accounts/{account['code']}/generate_invoice/", {}, Idempotency_Key="k")
    assert other.status_code == 409 and other.json()["code"] == "idempotency_key_reused"
    wrong = machine.post("accounts/", {"code": "X"}, Idempotency_Key="bad")
    assert wrong.status_code == 400
    assert machine.post("accounts/", {"code": "X"}, Idempotency_Key="bad").content == wrong.content
    assert machine.post("accounts/", account_body(code="X"), Idempotency_Key="bad").status_code == 409


@pytest.mark.parametrize("where", ["?token={}", "?access_token={}", "?Authorization=Token%20{}"])
def test_a_token_in_the_address_opens_nothing(machine: Machine, where: str) -> None:
    """SEC-144: only the header; and no page of the answer says it again."""
    answer = machine.get("accounts/" + where.format(machine.token), Authorization="")
    assert answer.status_code == 401 and machine.token not in answer.content.decode()


@pytest.mark.parametrize("form", ["Token {}x", "token {}", "Token  {}", "Basic {}", "Bearer {}", "Token {},Token {}"])
def test_the_minute_is_the_api_user_s_however_it_calls(machine: Machine, settings: Any, form: str) -> None:
    """Section 1: neither another token, nor another address, nor another form of the header begins a new minute."""
    settings.API_CALLS_A_MINUTE = 2
    second = issue_token(
        machine.here, api_user=machine.api_user, read_only=False, expires_at=None, actor=SYSTEM, at=clock.now()
    )
    assert machine.get("accounts/").status_code == 200
    assert machine.get("recipients/", Authorization=f"Token {second.token}").status_code == 200
    tried = machine.get("accounts", Authorization=form.format(machine.token, machine.token), X_Forwarded_For="9.9.9.9")
    assert tried.status_code in {401, 429}
    assert machine.post("/api/self-service/initiate-organization/", {}).status_code == 429


def test_headers_of_the_caller_are_kept_as_text(machine: Machine) -> None:
    """SEC-143: what a caller calls itself is cut and has no signs that cannot be seen."""
    from selvbetjening.domain.identity.models import ApiCall
    from selvbetjening.domain.tenancy.within import within

    made = machine.post(
        "accounts/",
        account_body(),
        X_User="<b>kim</b>\x1b[31m" + "x" * 500,
        X_Client_System="=1+1\x00\u202e" + "y" * 500,
    )
    assert made.status_code == 201
    assert not any("kim" in value or "=1+1" in value for value in made.headers.values())
    with within(machine.here):
        call = ApiCall.objects.get(organization_id=machine.here)
        assert len(call.caller) <= 120 and len(call.client_system) <= 80
        assert (call.caller + call.client_system).isprintable()


def test_the_minute_holds_at_once(machine: Machine, settings: Any) -> None:
    """Section 1: of twelve calls at the same moment, by two tokens, five get in."""
    settings.API_CALLS_A_MINUTE = 5
    second = issue_token(
        machine.here, api_user=machine.api_user, read_only=True, expires_at=None, actor=SYSTEM, at=clock.now()
    )
    both = [f"Token {token}" for token in (machine.token, second.token)]
    answers = at_once(*[lambda n=n: machine.get("plans/", Authorization=both[n % 2]) for n in range(12)])
    assert codes(answers) == [200] * 5 + [429] * 7
