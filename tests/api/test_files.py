"""deliveries/, receipts/, mandates/ and status/ over the API (BP-81): the one pipeline, with an API user's rights."""

import base64
import hashlib
from typing import Any
from uuid import UUID, uuid4

import pytest

from selvbetjening.domain.access.actions.production import close_production
from selvbetjening.domain.access.permissions import FILE_TRANSFER
from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.approve import approve
from selvbetjening.domain.deliveries.actions.commit import answer_of
from selvbetjening.domain.deliveries.models import Delivery, Staging
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.directdebit.models import Mandate
from selvbetjening.domain.identity.actions.api_tokens import issue_token
from selvbetjening.domain.identity.actions.delete_api_user import delete_api_user
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from tests import business, directdebit
from tests import deliveries as files
from tests.api.client import Machine

AT = files.AT
RIGHTS = ["deliveries.read", "deliveries.create", "receipts.read", "mandates.read", "status.read"]


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selvbetjening.kernel.clock.now", lambda: AT)


class Erp(Machine):
    """A company that sends files, and its ERP system's token, made by `sender.person`."""

    def __init__(self, *, rights: list[str] | None = None, **choices: Any) -> None:
        self.sender = files.sender(**choices)
        with within(self.sender.id):
            organization = Organization.objects.get(id=self.sender.id)
        business.entitle(organization, FILE_TRANSFER)
        super().__init__(organization, rights=RIGHTS if rights is None else rights)
        actor = Actor("user", str(self.sender.person))
        self.token = issue_token(
            self.here, api_user=self.api_user, read_only=False, expires_at=None, actor=actor, at=AT
        ).token  # fmt: skip

    def send(self, data: bytes, *, name: str = "", environment: str = "production", **headers: str) -> Any:
        body = {"name": name or f"{uuid4().hex}.txt", "content": base64.b64encode(data).decode(),
                "environment": environment}  # fmt: skip
        return self.post("deliveries/", body, **headers)

    def run(self, uuid: str) -> Delivery:
        """The worker's part, and the row after it."""
        with within(self.here):
            answer = answer_of(self.here, delivery=UUID(uuid))
        return files.run(self.sender, answer, at=AT)


@pytest.fixture
def erp(database: str, django_db_blocker: Any) -> Erp:
    return Erp()


def test_sent_followed_and_receipted(erp: Erp) -> None:
    """BP-81: a file is received, goes through the pipeline of every door, and is told by signed receipts."""
    data = files.file(erp.sender, [14_900, 20_000])
    sent = erp.send(data, name="LEV0601.TXT")
    assert sent.status_code == 201, sent.content
    first = sent.json()
    assert (first["state"], first["door"], first["number"], first["size"]) == ("received", "api", 1, len(data))
    assert first["sha256"] == hashlib.sha256(data).hexdigest()
    erp.run(first["uuid"])
    now = erp.get(f"deliveries/{first['uuid']}/").json()
    assert (now["state"], now["accepted_count"], now["total"]) == ("processed", 2, "349.00")
    assert next(move["to_state"] for move in now["moves"]) == "received"
    assert [each["kind"] for each in now["receipts"]] == ["K1", "K2", "K3"]
    assert len(files.collections(erp.sender)) == 2
    told = erp.get(f"receipts/{now['receipts'][1]['uuid']}/").json()
    checked = queries.verify(text=told["text"].encode(), signature=told["signature"], file_sha256=now["sha256"])
    assert checked.ok, checked.why
    assert checked.receipt["door"] == "api"
    altered = queries.verify(text=told["text"].replace("349", "348").encode(), signature=told["signature"])
    assert not altered.ok
    listed = erp.get(f"receipts/?delivery={first['uuid']}&kind=K1").json()
    assert (listed["count"], "text" in listed["results"][0]) == (1, False)
    assert erp.get("deliveries/?state=processed&environment=production").json()["count"] == 1
    assert erp.get(f"deliveries/?sha256={'0' * 64}").json()["count"] == 0


def test_sent_twice_is_one(erp: Erp) -> None:
    """BP-81, annex D.3: the same key replays; without it the same bytes and name within a quarter are one delivery,
    and later they are held as a possible duplicate, as over every door.
    """
    data, key = files.file(erp.sender), uuid4().hex
    first = erp.send(data, name="a.txt", Idempotency_Key=key)
    again = erp.send(data, name="a.txt", Idempotency_Key=key)
    assert (again.headers["Idempotent-Replay"], again.json()["uuid"]) == ("true", first.json()["uuid"])
    other_body = erp.send(files.file(erp.sender, [1]), name="a.txt", Idempotency_Key=key)
    assert (other_body.status_code, other_body.headers["X-Error-Code"]) == (409, "idempotency_key_reused")
    repeated = erp.send(data, name="a.txt").json()
    assert (repeated["state"], repeated["duplicate_of"]) == ("duplicate_of", first.json()["uuid"])
    erp.run(first.json()["uuid"])
    held = erp.send(data, name="b.txt").json()
    assert erp.run(held["uuid"]).state == "held_duplicate"
    assert len(files.collections(erp.sender)) == 1


@pytest.mark.parametrize(
    ("change", "status", "field", "code"),
    [
        ({"content": "#"}, 400, "content", "not_base64"), ({"content": ""}, 400, "content", "invalid"),
        ({"sha256": "0" * 64}, 400, "sha256", "hash_differs"), ({"name": "a/b.txt"}, 400, "name", "bad_name"),
        ({"name": "a.txt.sha256"}, 400, "name", "sidecar"), ({"environment": "live"}, 400, "environment", "invalid"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken(erp: Erp, change: dict[str, str], status: int, field: str, code: str) -> None:
    """BP-81, BP-78: a refusal names the field and carries a code, and nothing is received."""
    body = {"name": "a.txt", "content": base64.b64encode(files.file(erp.sender)).decode(), "environment": "production"}
    answer = erp.post("deliveries/", body | change)
    assert (answer.status_code, answer.headers["X-Error-Code"]) == (status, code), answer.content
    assert field in answer.json()
    assert erp.get("deliveries/").json()["count"] == 0


def test_half_a_file_is_no_delivery(erp: Erp) -> None:
    """BP-81, BP-44: without its end record a file is refused, kept nowhere, and has a receipt."""
    data = files.file(erp.sender)
    answer = erp.send(data[: len(data) // 2], name="half.txt")
    assert (answer.status_code, answer.headers["X-Error-Code"]) == (400, "incomplete")
    files.sign(erp.sender)
    assert erp.get("deliveries/").json()["count"] == 0
    assert erp.get("receipts/").json()["results"][0]["status"] == "incomplete"
    with within(erp.here):
        assert set(Staging.objects.values_list("state", "offset")) == {("removed", 0)}


def test_rights_are_asked_one_by_one(erp: Erp) -> None:
    """BP-81: each resource and verb has a right of its own; "everything" does not hold the sending of files."""
    everything = Machine(erp.organization)
    assert everything.get("deliveries/").status_code == 200
    refused = everything.post("deliveries/", {"name": "a", "content": "YQ==", "environment": "test"})
    assert (refused.status_code, refused.headers["X-Error-Code"]) == (403, "permission_missing")
    reader = Machine(erp.organization, rights=RIGHTS, read_only=True)
    refused = reader.post("deliveries/", {"name": "a", "content": "YQ==", "environment": "test"})
    assert refused.headers["X-Error-Code"] == "read_only_token"
    for path in ("deliveries/", "receipts/", "mandates/", "status/"):
        assert Machine(erp.organization, rights=["accounts.read"]).get(path).status_code == 403
        assert reader.get(path).status_code == 200


def test_others_files_are_not_there(erp: Erp) -> None:
    """BP-81, SEC-19: ids of another company answer as ids of nobody, in every resource."""
    sent = erp.send(files.file(erp.sender)).json()
    erp.run(sent["uuid"])
    receipt = erp.get("receipts/").json()["results"][0]["uuid"]
    directdebit.mandate(erp.sender.agreement, "77", at=AT)
    mandate = erp.get("mandates/").json()["results"][0]["uuid"]
    stranger = Erp()
    for path in (f"deliveries/{sent['uuid']}/", f"receipts/{receipt}/", f"mandates/{mandate}/"):
        assert erp.get(path).status_code == 200
        assert stranger.get(path).status_code == 404
        assert stranger.get(path).content == stranger.get(path.replace(path.split("/")[1], str(uuid4()))).content


def test_without_the_agreement_or_production(erp: Erp, machine: Machine) -> None:
    """BP-81, BP-50: no My File Transfer, no files; and production opens after a test, over this door as over all."""
    refused = machine.get("deliveries/")
    assert (refused.status_code, refused.headers["X-Error-Code"]) == (403, "no_file_transfer")
    assert machine.get("status/").json()["file_transfer"] is False
    close_production(erp.here, by=erp.sender.person, at=AT)
    refused = erp.send(files.file(erp.sender))
    assert (refused.status_code, refused.headers["X-Error-Code"]) == (400, "production_closed")
    assert erp.get("status/").json()["files_production"] is False
    assert erp.send(files.file(erp.sender), environment="test").status_code == 201


def test_who_made_the_token_never_approves(erp: Erp) -> None:
    """BP-81, SEC-32: whoever made a token of the API user has sent its files, revoked and deleted ones' too."""
    four = Erp(files_four_eyes="always")
    other, third = files.member_of(four.sender), files.member_of(four.sender)
    actor = Actor("user", str(other))
    issue_token(four.here, api_user=four.api_user, read_only=False, expires_at=None, actor=actor, at=AT)
    row = four.run(four.send(files.file(four.sender)).json()["uuid"])
    assert (row.state, row.membership_id) == ("awaiting_approval", four.sender.person)

    def says_yes(member: UUID) -> str:
        try:
            return str(approve(four.here, delivery=row.id, membership=member, sha256=row.sha256, at=AT).state)
        except Refused as refused:
            return refused.code

    assert (says_yes(four.sender.person), says_yes(other)) == ("own_file", "own_file")
    delete_api_user(four.here, api_user=four.api_user, actor=actor, at=AT)
    assert says_yes(four.sender.person) == "own_file"
    assert says_yes(third) == "accepted"


def test_mandates_are_read(erp: Erp) -> None:
    """BP-81: with PBS number, group, customer number and state; filtered and paged as every list."""
    for number in ("11", "12", "13"):
        directdebit.mandate(erp.sender.agreement, number, at=AT)
    page = erp.get("mandates/?page_size=2").json()
    assert (page["count"], len(page["results"])) == (3, 2)
    assert len(erp.get(page["next"]).json()["results"]) == 1
    one = erp.get("mandates/?customer_number=12").json()["results"][0]
    assert (one["pbs_number"], one["state"]) == (erp.sender.agreement.pbs_number, one["state"])
    assert erp.get(f"mandates/?pbs_number={one['pbs_number']}&state={one['state']}").json()["count"] == 3
    with within(erp.here):
        Mandate.objects.filter(customer_number="12").update(state="ended_bank")
    assert erp.get("mandates/?state=ended_bank").json()["results"][0]["uuid"] == one["uuid"]
    assert erp.get("mandates/?state=none").status_code == 400


def test_as_large_as_it_may_be(erp: Erp) -> None:
    """BP-81, SEC-80: 25 MB go through; one more is refused before anything is received, and so is a longer body."""
    whole = files.file(erp.sender)
    largest = b" " * (25_000_000 - len(whole)) + whole
    assert erp.send(largest[1:] + b"  ", name="too-large.txt").status_code in {400, 413}
    assert erp.send(b"x" * 25_100_000, name="far-too-large.txt").status_code == 413
    assert erp.get("deliveries/").json()["count"] == 0
    sent = erp.send(largest, name="large.txt")
    assert (sent.status_code, sent.json()["size"]) == (201, 25_000_000), sent.content[:300]
