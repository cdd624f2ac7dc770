"""The door itself: tokens, refusals, limits, idempotency, pages (fenerum-api.md sections 1 to 4)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.identity.actions.api_tokens import issue_token, revoke_token, set_rights
from selvbetjening.domain.identity.actions.purge import purge
from selvbetjening.domain.identity.models import ApiAnswer, ApiCall, ApiToken
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests.api.client import HOST, Machine, account_body


@pytest.mark.parametrize(
    "token", ["", "Token ", "Token x", "Bearer x", "Token sbt_0_0", "Token sbt_" + "z" * 22 + "_" + "a" * 43]
)
def test_without_a_right_token_nobody_comes_in(machine: Machine, token: str) -> None:
    """T9: 401 is JSON, and says how to come in."""
    answer = machine.get("accounts/", Authorization=token)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Token"
    assert answer.json()["detail"] and answer.headers["Content-Type"].startswith("application/json")


def test_a_token_ends_at_once_and_its_neighbours_stay(machine: Machine) -> None:
    """Several tokens at a time; one that is revoked or over opens nothing from the next call on."""
    second = issue_token(
        machine.here, api_user=machine.api_user, read_only=False, expires_at=None, actor=SYSTEM, at=clock.now()
    )
    past = clock.now() - timedelta(seconds=1)
    over = issue_token(machine.here, api_user=machine.api_user, read_only=False, expires_at=past, actor=SYSTEM, at=past)
    assert machine.get("accounts/", Authorization=f"Token {over.token}").status_code == 401
    assert machine.get("accounts/", Authorization=f"Token {second.token}").status_code == 200
    with within(machine.here):
        assert ApiToken.objects.get(id=second.id).last_used_at is not None
        assert machine.token.encode() not in bytes(ApiToken.objects.exclude(id__in=[second.id, over.id]).get().digest)
    assert revoke_token(machine.here, api_token=second.id, actor=SYSTEM, at=clock.now())
    assert machine.get("accounts/", Authorization=f"Token {second.token}").status_code == 401
    assert machine.get("accounts/").status_code == 200


def test_rights_are_of_resource_and_verb(machine: Machine) -> None:
    """403 for a right that was taken away, and for every write with a token that only reads."""
    set_rights(machine.here, api_user=machine.api_user, rights=["accounts.read"], actor=SYSTEM, at=clock.now())
    assert machine.get("accounts/").status_code == 200
    refused = machine.post("accounts/", account_body())
    assert refused.status_code == 403 and refused.json()["code"] == "permission_missing"
    assert machine.get("recipients/").status_code == 403
    reader = Machine(machine.organization, read_only=True)
    assert reader.get("accounts/").status_code == 200
    assert reader.post("accounts/", account_body()).json()["code"] == "read_only_token"


def test_an_inactive_organization_is_told_so(machine: Machine) -> None:
    with within(machine.here):
        Organization.objects.filter(id=machine.here).update(is_active=False)
    answer = machine.get("accounts/")
    assert answer.status_code == 403 and answer.json()["code"] == "organization_inactive"


def test_the_minute_is_counted(machine: Machine, settings) -> None:  # type: ignore[no-untyped-def]
    """T9: 429 with Retry-After, by API user whatever its token, and again after the minute."""
    settings.API_CALLS_A_MINUTE = 3
    left = [machine.get("accounts/").headers["X-RateLimit-Remaining"] for _ in range(3)]
    assert left == ["2", "1", "0"]
    refused = machine.get("accounts/")
    assert refused.status_code == 429 and refused.json()["detail"]
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    later = clock.now() + timedelta(seconds=61)
    clock.set_source(lambda: later)
    try:
        assert machine.get("accounts/").status_code == 200
    finally:
        clock.reset()


def test_every_refusal_is_json(machine: Machine, stranger: Machine) -> None:
    """T9, T18: 404, 405, 415 and 400 are JSON objects; another organization's id is not there."""
    other = stranger.post("accounts/", account_body()).json()
    for path in (
        f"accounts/{other['uuid']}/",
        f"accounts/{other['code']}/",
        "accounts/none/",
        "nothing/",
        "recipients/x/",
    ):
        answer = machine.get(path)
        assert answer.status_code == 404 and set(answer.json()) >= {"detail"}, path
    wrong = machine.delete("accounts/")
    assert wrong.status_code == 405 and wrong.json()["detail"] and wrong.headers["Allow"] == "GET, POST"
    assert machine.call("POST", "accounts/", "<a/>", Content_Type="application/xml").status_code == 415
    assert machine.call("POST", "accounts/", "{").status_code == 400
    assert machine.call("POST", "accounts/", b"\xff").status_code == 400
    fields = machine.post("accounts/", {"code": "a/b", "company_name": None}).json()
    assert fields["code"] and fields["company_name"] == ["This field may not be null."]
    assert fields["legal_address"] == ["This field is required."]
    danish = machine.post("accounts/", {}, Accept_Language="da").json()
    assert danish["legal_address"] == ["Feltet skal udfyldes."]


def test_a_path_without_its_slash_answers_directly(machine: Machine) -> None:
    """Section 1: never a redirect, which would lose the body; any Accept gets JSON; a form is taken, too."""
    made = machine.call(
        "POST",
        "accounts",
        account_body_form("F-1"),
        Content_Type="application/x-www-form-urlencoded",
        Accept="text/html",
    )
    assert made.status_code == 201 and made.json()["code"] == "F-1"
    assert machine.get("accounts").status_code == 200


def account_body_form(code: str) -> str:
    from urllib.parse import urlencode

    return urlencode({name: value or "" for name, value in account_body(code=code).items()})


def test_the_same_key_answers_the_same_and_does_it_once(machine: Machine) -> None:
    """Section 1: the same key and body replays, another body is refused, and what failed may be tried again."""
    body = account_body()
    first = machine.post("accounts/", body, Idempotency_Key="k-1")
    again = machine.post("accounts/", body, Idempotency_Key="k-1")
    assert (first.status_code, first.content) == (again.status_code, again.content) and first.status_code == 201
    assert again.headers["Idempotent-Replay"] == "true"
    other = machine.post("accounts/", account_body(), Idempotency_Key="k-1")
    assert other.status_code == 409 and other.json()["code"] == "idempotency_key_reused"
    later = clock.now() + timedelta(hours=25)
    clock.set_source(lambda: later)
    try:
        assert machine.post("accounts/", account_body(), Idempotency_Key="k-1").status_code == 201
    finally:
        clock.reset()


@pytest.mark.slow
def test_fifty_at_once_make_one(machine: Machine, settings) -> None:  # type: ignore[no-untyped-def]
    """Must show 3: fifty identical POSTs with one key, all at once, make one account and get one answer."""
    settings.API_CALLS_A_MINUTE = 1000
    body = account_body()

    def post(_number: int) -> tuple[int, bytes]:
        try:
            answer = machine.post("accounts/", body, Idempotency_Key="one")
            return answer.status_code, answer.content
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(max_workers=20) as pool:
        answers = set(pool.map(post, range(50)))
    assert len(answers) == 1 and next(iter(answers))[0] == 201
    with within(machine.here):
        assert Account.objects.filter(organization_id=machine.here, code=body["code"]).count() == 1


def test_next_can_be_followed_while_rows_are_added(machine: Machine, settings) -> None:  # type: ignore[no-untyped-def]
    """T16: no row twice and none lost, with rows that come and go between the pages."""
    settings.API_CALLS_A_MINUTE = 1000
    codes = [machine.post("accounts/", account_body(code=f"P-{number}")).json()["code"] for number in range(7)]
    answer = machine.get("accounts/?page_size=2&legal_country=dk").json()
    assert answer["count"] == 7 and answer["previous"] is None
    seen, place = [row["code"] for row in answer["results"]], 0
    while answer["next"]:
        assert "legal_country=dk" in answer["next"]
        machine.post("accounts/", account_body(code=f"NEW-{place}"))
        place += 1
        answer = machine.get(answer["next"]).json()
        seen += [row["code"] for row in answer["results"]]
    assert seen == list(reversed(codes))
    back = machine.get(answer["previous"]).json()
    assert [row["code"] for row in back["results"]] == ["P-2", "P-1"]
    assert machine.get("accounts/?page=99").status_code == 404
    assert len(machine.get("accounts/?page_size=5000").json()["results"]) == 7 + place
    assert [r["code"] for r in machine.get("accounts/?ordering=code&page_size=2").json()["results"]] == [
        "NEW-0",
        "NEW-1",
    ]
    whole = machine.get("accounts/?cursor=start&page_size=100").json()
    assert "count" not in whole or whole["count"] is None
    assert machine.get("accounts/?cursor=rubbish").status_code == 404


def test_filters_and_fields(machine: Machine) -> None:
    """Section 3: unknown filters and empty values are no filters, a wrong value is told, `fields` limits."""
    machine.post("accounts/", account_body(code="X-1", is_archived=True))
    machine.post("accounts/", account_body(code="X-2"))
    today = clock.today().isoformat()

    def codes(query: str) -> set[str]:
        return {row["code"] for row in machine.get(f"accounts/?{query}").json()["results"]}

    assert codes("nonsense=1&code=") == {"X-1", "X-2"}
    assert codes("is_archived=true") == codes("is_archived=1") == {"X-1"}
    assert codes(f"created_date={today}&is_archived=0") == {"X-2"}
    assert codes(f"created_date__gt={today}") == set()
    assert codes(f"created_date__gte={today}") == {"X-1", "X-2"}
    wrong = machine.get("accounts/?created_date__gte=soon&is_archived=perhaps")
    assert wrong.status_code == 400 and {"created_date__gte", "is_archived"} <= set(wrong.json())
    rows = machine.get("accounts/?Fields=uuid,code").json()["results"]
    assert all(set(row) == {"uuid", "code"} for row in rows)
    assert set(machine.get("accounts/X-1/?fields=code").json()) == {"code"}


def test_what_changed_meanwhile_is_not_overwritten(machine: Machine) -> None:
    """ETag and If-Match: 412 where the object is not as it was read; 304 where it is."""
    code = machine.post("accounts/", account_body()).json()["code"]
    etag = machine.get(f"accounts/{code}/").headers["ETag"]
    assert machine.get(f"accounts/{code}/", If_None_Match=etag).status_code == 304
    assert machine.patch(f"accounts/{code}/", {"company_name": "Et"}, If_Match=etag).status_code == 200
    stale = machine.patch(f"accounts/{code}/", {"company_name": "To"}, If_Match=etag)
    assert stale.status_code == 412 and stale.json()["code"] == "changed_meanwhile"
    assert machine.get(f"accounts/{code}/").json()["company_name"] == "Et"


def test_the_book_says_which_client_it_was(machine: Machine) -> None:
    """Section 1, SEC-114: X-Client-System and the call stand in the book, X-User where it can be forgotten."""
    made = machine.post("accounts/", account_body(), X_Client_System="Bogholder 3", X_User="kim")
    assert "X-Notice" not in made.headers
    reference = made.headers["X-Request-Id"]
    with within(machine.here):
        event = Event.objects.get(organization_id=machine.here, name="accounts.opened")
        assert (event.actor_kind, event.actor_id) == ("api", str(machine.api_user))
        assert event.data["api_call"] == {"client": "Bogholder 3", "reference": reference}
        assert "kim" not in str(event.data)
        call = ApiCall.objects.get(organization_id=machine.here, reference=reference)
        assert (call.caller, call.client_system, call.method, call.status) == ("kim", "Bogholder 3", "POST", 201)


def test_what_fails_at_our_end_is_json_with_a_reference(machine: Machine, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """T9: 500 is JSON, too, tells nothing of the inside, and writes nothing."""
    from selvbetjening.portals.api import account_out

    monkeypatch.setattr(account_out, "one", lambda *_: 1 / 0)
    answer = machine.post("accounts/", account_body(code="LOST"), Idempotency_Key="k")
    assert answer.status_code == 500
    assert answer.json()["reference"] == answer.headers["X-Request-Id"] and "division" not in answer.content.decode()
    monkeypatch.undo()
    assert machine.get("accounts/LOST/").status_code == 404
    assert machine.post("accounts/", account_body(code="LOST"), Idempotency_Key="k").status_code == 201


def test_the_description_is_open_and_the_console_is_ours(machine: Machine) -> None:
    """Section 1, SEC-132: the description and its pages come from this host alone, without a token."""
    described = machine.client.get("/api/schema/", secure=True, HTTP_HOST=HOST)
    assert described.status_code == 200 and described.json()["openapi"] == "3.1.0"
    for page in ("/api/swagger/", "/api/errors/"):
        shown = machine.client.get(page, secure=True, HTTP_HOST=HOST)
        assert shown.status_code == 200
        assert "http://" not in shown.content.decode().replace("http://www.w3.org", "")
        assert "<script>" not in shown.content.decode()


def test_every_code_leads_to_a_place_on_the_page(machine: Machine) -> None:
    """Section 2: `docs` of a refusal leads to its code, also of an act, a link into the portal and a field."""
    shown = machine.client.get("/api/errors/", secure=True, HTTP_HOST=HOST).content.decode()
    for code in ("committed", "quantity_maximum", "host_not_allowed", "unknown_email", "code_taken", "required"):
        assert f'id="{code}"' in shown, code


def test_kept_answers_and_calls_are_forgotten(machine: Machine) -> None:
    """GDP-6: an answer goes after a day, who made a call after some four hundred days."""
    machine.post("accounts/", account_body(), Idempotency_Key="once", X_User="kim")
    with within(machine.here):
        purge(machine.here, at=clock.now() + timedelta(hours=25))
        assert not ApiAnswer.objects.filter(organization_id=machine.here).exists()
        assert ApiCall.objects.filter(organization_id=machine.here).count() == 1
        purge(machine.here, at=clock.now() + timedelta(days=401))
        assert not ApiCall.objects.filter(organization_id=machine.here).exists()
