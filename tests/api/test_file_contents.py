"""The bytes of files over the API, and taking a file back (BP-48, BP-49, BP-81): the rules of every other door."""

import base64
import hashlib
from typing import Any
from uuid import UUID, uuid4

import pytest

from selvbetjening.domain.access.permissions import API_RIGHTS
from selvbetjening.domain.deliveries.actions.keep_output import keep_output
from selvbetjening.domain.deliveries.actions.move import move
from selvbetjening.domain.deliveries.actions.release import release
from selvbetjening.domain.deliveries.actions.scan import _quarantine
from selvbetjening.domain.deliveries.models import Delivery, OutFile
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.identity.actions.api_tokens import issue_token
from selvbetjening.domain.identity.models import ApiCall
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from tests import deliveries as files
from tests.api.client import Machine
from tests.api.test_files import AT, RIGHTS, Erp
from tests.at_once import at_once

ALL = [*RIGHTS, "outputs.read", "contents.read"]
MINUTES = files.MINUTE * 30


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selvbetjening.kernel.clock.now", lambda: AT)


@pytest.fixture
def erp(database: str, django_db_blocker: Any) -> Erp:
    return Erp(rights=ALL)


def laid(erp: Erp, content: bytes, *, name: str = "D0602-1.txt", kind: str = "payments", **values: Any) -> OutFile:
    fields = {"output": None, "solution": "betalingsservice", "pbs_number": erp.sender.agreement.pbs_number,
              "environment": "production", "at": AT, **values}  # fmt: skip
    return keep_output(erp.here, kind=kind, name=name, chunks=[content[:7], content[7:]], **fields)


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.headers.get("X-Error-Code", "")


def facts(erp: Erp, name: str) -> list[Event]:
    with within(erp.here):
        return list(Event.objects.filter(organization_id=erp.here, name=name).order_by("id"))


def test_what_lies_ready_is_listed_and_fetched_to_the_byte(erp: Erp) -> None:
    """BP-48, BP-81, SEC-85: bytes, name, hash and headers; marked as fetched with who and over which door."""
    content = bytes(range(256)) * 9
    row = laid(erp, content, name='Bøger "1".txt')
    laid(erp, b"aftaler", name="D0603.txt", kind="mandates")
    laid(erp, b"test", name="D0602-T.txt", environment="test")
    assert erp.get("outputs/").json()["count"] == 3
    one = erp.get("outputs/?type=0602&environment=production&is_fetched=false").json()["results"][0]
    assert (one["uuid"], one["size"], one["sha256"]) == (str(row.id), len(content), hashlib.sha256(content).hexdigest())
    assert [each["kind"] for each in erp.get("outputs/?kind=mandates").json()["results"]] == ["mandates"]
    got = erp.get(f"outputs/{row.id}/content/", X_Client_System="Bogholder 3")
    assert (got.status_code, body(got)) == (200, content)
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    assert got.headers["Repr-Digest"] == f"sha-256=:{digest}:" and got.headers["ETag"] == f'"{one["sha256"]}"'
    assert got.headers["Content-Type"] == "application/octet-stream" and got.headers["Content-Length"] == "2304"
    assert got.headers["Content-Disposition"].startswith("attachment; filename") and "\n" not in str(got.headers)
    assert got.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (got.headers["X-Content-Type-Options"], got.headers["Cache-Control"]) == ("nosniff", "no-store")
    now = erp.get(f"outputs/{row.id}/").json()
    assert (now["is_fetched"], now["fetch_count"]) == (True, 1)
    (fact,) = facts(erp, "deliveries.out_file_collected")
    assert (fact.data["door"], fact.data["first"], fact.actor_id) == ("api", True, str(erp.api_user))
    with within(erp.here):
        call = ApiCall.objects.get(organization_id=erp.here, method="GET")
    assert (call.client_system, call.reference) == ("Bogholder 3", fact.data["api_call"]["reference"])
    assert erp.get("outputs/?is_fetched=false").json()["count"] == 2


def test_who_has_it_already_is_sent_nothing_and_marks_nothing(erp: Erp) -> None:
    """BP-81: If-None-Match is a 304 and HEAD says size and hash; neither is a fetch."""
    row = laid(erp, b"et par linjer")
    path = f"outputs/{row.id}/content/"
    head = erp.call("HEAD", path)
    assert (head.status_code, head.headers["Content-Length"], head.content) == (200, "13", b"")
    again = erp.get(path, If_None_Match=head.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert facts(erp, "deliveries.out_file_collected") == []
    assert body(erp.get(path, If_None_Match='"another"')) == b"et par linjer"


def test_outputs_are_paged_by_cursor(erp: Erp) -> None:
    """Section 3, BP-81: what comes meanwhile shifts nothing, and what is deleted is in no list."""
    made = [str(laid(erp, b"x" * 9, name=f"{place}.txt", at=AT - files.MINUTE * place).id) for place in range(5)]
    page = erp.get("outputs/?cursor=start&page_size=2").json()
    laid(erp, b"y" * 9, name="newer.txt", at=AT + files.MINUTE)
    seen = [each["uuid"] for each in page["results"]]
    while page["next"]:
        page = erp.get(page["next"]).json()
        seen += [each["uuid"] for each in page["results"]]
    assert seen == made
    with within(erp.here):
        OutFile.objects.filter(id=made[0]).update(content_gone_on=AT.date())
    assert made[0] not in erp.get("outputs/").content.decode()
    assert erp.get(f"outputs/{made[0]}/").json()["content_gone_date"] == str(AT.date())
    assert code(erp.get(f"outputs/{made[0]}/content/")) == (410, "content_gone")
    assert code(erp.get("outputs/?environment=live")) == (400, "invalid_filter")


def test_what_was_sent_is_fetched_to_the_byte_and_told(erp: Erp) -> None:
    """BP-49, SEC-119: the original as it came; the log says that it was fetched; deleted it is a 410."""
    data = files.file(erp.sender)
    sent = erp.send(data, name="LEV0601.TXT").json()
    erp.run(sent["uuid"])
    path = f"deliveries/{sent['uuid']}/content/"
    got = erp.get(path)
    assert body(got) == data and 'filename="LEV0601.TXT"' in got.headers["Content-Disposition"]
    assert [(fact.data["door"], fact.data["number"]) for fact in facts(erp, "deliveries.fetched")] == [("api", 1)]
    with within(erp.here):
        Delivery.objects.filter(id=sent["uuid"]).update(content_gone_on=AT.date())
    assert code(erp.get(path)) == (410, "content_gone")


def test_what_the_scanner_stopped_or_never_saw_leaves_not(erp: Erp) -> None:
    """Annex D.1, SEC-83: before the scan, in quarantine, given up unseen, damaged, and a retry of any of these."""
    data = files.file(erp.sender)
    sent = erp.send(data, name="a.txt").json()
    retry = erp.send(data, name="a.txt").json()
    assert retry["state"] == "duplicate_of"
    paths = [f"deliveries/{each['uuid']}/content/" for each in (sent, retry)]
    assert [code(erp.get(path)) for path in paths] == [(409, "content_stopped")] * 2
    move(erp.here, delivery=UUID(sent["uuid"]), verb="scan", actor=SYSTEM, at=AT)
    assert code(erp.get(paths[0])) == (409, "content_stopped")
    _quarantine(erp.here, UUID(sent["uuid"]), "Eicar", AT)
    for path in paths:
        stopped = erp.get(path)
        assert code(stopped) == (409, "content_stopped") and data[:40] not in stopped.content
        assert code(erp.call("HEAD", path)) == (409, "content_stopped")
    for reason in ("file.unchecked", "file.damaged"):
        with within(erp.here):
            Delivery.objects.filter(id=sent["uuid"]).update(state="rejected", code=reason)
        assert code(erp.get(paths[0])) == (409, "content_stopped")
    assert facts(erp, "deliveries.fetched") == []


def test_bytes_are_a_right_of_their_own_given_by_name(erp: Erp) -> None:
    """BP-81, SEC-24: neither "everything" nor every other right together reads a byte; a reading token with it does."""
    row = laid(erp, b"hvem betaler hvem")
    everything = Machine(erp.organization)
    assert everything.get("outputs/").json()["count"] == 1
    for machine in (everything, Machine(erp.organization, rights=sorted(API_RIGHTS - {"contents.read"}))):
        refused = machine.get(f"outputs/{row.id}/content/")
        assert code(refused) == (403, "permission_missing") and b"betaler" not in refused.content
    reader = Machine(erp.organization, rights=ALL, read_only=True)
    assert body(reader.get(f"outputs/{row.id}/content/")) == b"hvem betaler hvem"
    blind = Machine(erp.organization, rights=["contents.read"])
    assert code(blind.get("outputs/")) == (403, "permission_missing")


def test_a_neighbours_files_are_not_there(erp: Erp) -> None:
    """SEC-19: every address with another company's id answers as with nobody's; the file is marked by nobody."""
    row, sent = laid(erp, b"fremmed"), erp.send(files.file(erp.sender)).json()
    erp.run(sent["uuid"])
    stranger = Erp(rights=ALL)
    reads = [f"outputs/{row.id}/", f"outputs/{row.id}/content/", f"deliveries/{sent['uuid']}/content/",
             f"deliveries/{sent['uuid']}/duplicate/"]  # fmt: skip
    for method, path in [*(("GET", path) for path in reads), ("POST", f"deliveries/{sent['uuid']}/withdraw/")]:
        nobody = path.replace(path.split("/")[1], str(uuid4()))
        theirs, none = (stranger.call(method, each, {} if method == "POST" else None) for each in (path, nobody))
        assert theirs.status_code == none.status_code == 404, path
        assert theirs.content == none.content
    assert stranger.get(f"outputs/?uuid={row.id}").json()["count"] == 0
    assert facts(erp, "deliveries.out_file_collected") == []
    with within(erp.here):
        assert OutFile.objects.get(id=row.id).collections == 0


def test_without_the_agreement_nothing_is_fetched(erp: Erp, machine: Machine) -> None:
    """BP-81: a company without My File Transfer has no files to ask for."""
    able = Machine(machine.organization, rights=ALL)
    for path in ("outputs/", f"outputs/{uuid4()}/content/", f"deliveries/{uuid4()}/content/"):
        assert code(able.get(path)) == (403, "no_file_transfer")


def test_taken_back_while_the_page_would_let_one(erp: Erp) -> None:
    """BM-06, BP-81: in the undo window, once; not when its time is over; a token that only reads never."""
    waits = Erp(rights=ALL, files_undo_minutes=30)
    row = waits.run(waits.send(files.file(waits.sender)).json()["uuid"])
    assert row.state == "holding"
    path = f"deliveries/{row.id}/withdraw/"
    reader = issue_token(
        waits.here, api_user=waits.api_user, read_only=True, expires_at=None, actor=SYSTEM, at=AT
    ).token  # fmt: skip
    assert code(waits.post(path, Authorization=f"Token {reader}")) == (403, "read_only_token")
    only = Machine(waits.organization, rights=["deliveries.read", "contents.read", "outputs.read"])
    assert code(only.post(path)) == (403, "permission_missing")
    done = waits.post(path, Idempotency_Key="take-back")
    assert (done.status_code, done.json()["state"]) == (200, "withdrawn"), done.content
    assert waits.post(path, Idempotency_Key="take-back").headers["Idempotent-Replay"] == "true"
    assert code(waits.post(path)) == (409, "not_now")
    assert not release(waits.here, delivery=row.id, at=AT + MINUTES)
    assert files.collections(waits.sender) == []
    (fact,) = facts(waits, "deliveries.withdrawn")
    assert (fact.data["reason"], fact.actor_id) == ("sender", str(waits.api_user))
    gone = waits.run(waits.send(files.file(waits.sender, identification="2")).json()["uuid"])
    files.let_go(waits.sender, gone, at=AT + MINUTES)
    assert code(waits.post(f"deliveries/{gone.id}/withdraw/")) == (409, "not_now")
    assert len(files.collections(waits.sender)) == 1


def test_of_taking_back_and_letting_go_at_once_one_happens(erp: Erp) -> None:
    """BM-06: whoever comes second finds the file moved on; never both, never neither."""
    for turn in range(4):
        waits = Erp(rights=ALL, files_undo_minutes=30)
        row = waits.run(waits.send(files.file(waits.sender, identification=str(turn))).json()["uuid"])

        def take_back(waits: Erp = waits, row: Delivery = row) -> object:
            return waits.post(f"deliveries/{row.id}/withdraw/").status_code

        def let_go(waits: Erp = waits, row: Delivery = row) -> object:
            return release(waits.here, delivery=row.id, at=AT + MINUTES)

        answers = at_once(take_back, let_go, take_back)
        state = files.get(waits.sender, row.id).state
        assert (sorted(map(str, answers)), state) in (
            (["200", "409", "False"], "withdrawn"), (["409", "409", "True"], "accepted"),
        )  # fmt: skip


def test_no_yes_of_a_second_person_over_the_api(erp: Erp) -> None:
    """SEC-32, BM-04: a file that waits for approval can be taken back and read, and no address lets it go."""
    four = Erp(rights=ALL, files_four_eyes="always")
    row = four.run(four.send(files.file(four.sender)).json()["uuid"])
    assert row.state == "awaiting_approval"
    for verb in ("approve", "confirm", "release", "send", "accept", "duplicate", "content"):
        assert four.post(f"deliveries/{row.id}/{verb}/").status_code in {404, 405}
    assert four.call("PATCH", f"deliveries/{row.id}/", {"state": "accepted"}).status_code == 405
    assert four.post(f"deliveries/{row.id}/withdraw/", {"state": "accepted"}).json()["state"] == "withdrawn"


def test_what_a_held_duplicate_differs_in(erp: Erp) -> None:
    """Annex D.3: the earlier file, what is the same, and each fact and payment day that is not."""
    first = erp.send(files.file(erp.sender, [14_900]), name="a.txt").json()
    erp.run(first["uuid"])
    again = erp.send(files.file(erp.sender, [14_900, 20_000]), name="b.txt").json()
    row = erp.run(again["uuid"])
    assert row.state == "held_duplicate"
    told = erp.get(f"deliveries/{again['uuid']}/duplicate/").json()
    assert (told["reason"], told["earlier"]["uuid"]) == ("identity", first["uuid"])
    assert told["shared_keys"] == row.keys
    differing = {each["field"]: (each["this"], each["earlier"]) for each in told["differences"]}
    assert differing["name"] == ("b.txt", "a.txt") and differing["total"] == ("349.00", "149.00")
    assert {"size", "sha256", "accepted_count"} <= differing.keys() and "keys" not in differing
    (day,) = told["days"]
    assert (day["this"], day["earlier"]) == ({"count": 2, "total": "349.00"}, {"count": 1, "total": "149.00"})
    same = erp.run(erp.send(files.file(erp.sender, [14_900]), name="c.txt").json()["uuid"])
    told = erp.get(f"deliveries/{same.id}/duplicate/").json()
    assert (told["reason"], told["days"], [each["field"] for each in told["differences"]]) == ("content", [], ["name"])
    assert code(erp.get(f"deliveries/{first['uuid']}/duplicate/")) == (404, "not_found")
    discarded = erp.post(f"deliveries/{same.id}/withdraw/").json()
    assert (discarded["state"], discarded["code"]) == ("withdrawn", "withdrawn.duplicate")


def test_bytes_that_the_store_has_lost_are_said_and_not_cut_off(erp: Erp) -> None:
    """SEC-88: a file whose bytes are gone is a 503 with a reference; it is not marked as fetched."""
    row = laid(erp, b"borte")
    files.path_of(erp.sender, row.id).unlink()
    lost = erp.get(f"outputs/{row.id}/content/")
    assert code(lost) == (503, "content_unreadable") and lost.headers["Retry-After"] == "60"
    assert lost.json()["reference"]
    assert facts(erp, "deliveries.out_file_collected") == []
