"""How much fits, who is told, what is fetched, and what is forgotten (BP-46, BP-48, BP-49, SEC-80, SEC-87)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.collect import mark_collected, put_away
from selvbetjening.domain.deliveries.actions.forget import forget
from selvbetjening.domain.deliveries.actions.keep_output import keep_output, keep_outputs
from selvbetjening.domain.deliveries.actions.open_staging import open_staging
from selvbetjening.domain.deliveries.actions.writing import Writer
from selvbetjening.domain.deliveries.models import Delivery, OutFile
from selvbetjening.domain.deliveries.ports import StoreFailed
from selvbetjening.domain.deliveries.rules import limits
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.directdebit import queries as directdebit
from selvbetjening.domain.directdebit.actions.make_output import make_outputs
from selvbetjening.domain.history.actions.react import react
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import new_id
from tests import deliveries as files
from tests import directdebit as debit
from tests.deliveries import AT, Sender
from tests.hostile.at_once import at_once

pytestmark = pytest.mark.usefixtures("database")


def begin(of: Sender, name: str, **values: Any) -> UUID:
    return open_staging(of.id, by=of.sftp, name=name, folder="bs", holder=new_id(), at=AT, **values).id


def test_parallel_uploads_at_the_edge_of_the_quota_never_pass_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """SEC-80: room is held before it is used, under one lock, and computed from the rows."""
    monkeypatch.setattr(limits, "QUOTA", 10_000)
    of = files.sender()

    def one(number: int) -> Callable[[], object]:
        return lambda: begin(of, f"{number}.txt", size=4_000)

    answers = at_once([one(number) for number in range(6)])
    assert sum(isinstance(each, UUID) for each in answers) == 2
    assert {each.code for each in answers if isinstance(each, Refused)} == {"quota"}
    with within(of.id):
        assert queries.used(of.id, at=AT).bytes == 8_000


def test_the_size_is_checked_at_every_write(monkeypatch: pytest.MonkeyPatch) -> None:
    """SEC-80: not at the end; files of a day, uploads at once, and a second writer of one name."""
    of = files.sender()
    holder = new_id()
    row = open_staging(of.id, by=of.sftp, name="a.txt", folder="bs", holder=holder, at=AT)
    monkeypatch.setitem(limits.LARGEST, "sftp", 1_000)
    writer = Writer(of.id, staging=row.id, holder=holder)
    writer.write(0, b"x" * 1_000, at=AT)
    with pytest.raises(Refused, match="too_large"):
        writer.write(1_000, b"x", at=AT)
    with pytest.raises(Refused, match="too_large"):
        begin(of, "b.txt", size=1_001)
    with pytest.raises(Refused, match="in_use"):
        begin(of, "A.TXT")
    with pytest.raises(Refused, match="in_use"):
        Writer(of.id, staging=row.id, holder=holder)  # one handle at a time, in all processes
    writer.abort(at=AT)
    for number in range(4):
        open_staging(of.id, by=of.https, name=f"{number}", size=5, holder=new_id(), at=AT)
    with pytest.raises(Refused, match="in_use"):
        open_staging(of.id, by=of.https, name="5", size=5, holder=new_id(), at=AT)
    monkeypatch.setattr(limits, "FILES_A_DAY", 5)
    with pytest.raises(Refused, match="too_many_files"):
        begin(of, "c.txt")


def test_a_name_that_was_delivered_cannot_be_written_again() -> None:
    """BP-41, annex C.2: for as long as it is shown; compared as people compare names."""
    of = files.sender()
    files.put(of, files.file(of), name="Løn.txt")
    with pytest.raises(Refused, match="committed") as refused:
        begin(of, "løN.TXT")
    assert refused.value.values == {"number": 1}
    with pytest.raises(Refused, match="committed"):
        files.put(of, files.file(of), name="LØN.txt", at=AT + timedelta(days=29))
    assert files.put(of, files.file(of), name="Løn.txt", at=AT + timedelta(days=31)).outcome == "delivered"


def test_two_companies_two_hundred_uploads_at_once_each_where_it_belongs_once() -> None:
    """Must show 4, SEC-78, SEC-110: over both doors; numbers without a gap, every file in its own company, whole."""
    both = [files.sender(), files.sender()]

    def content(of: Sender, number: int) -> bytes:
        return files.file(of, [100 + number], identification=str(number))

    def one(of: Sender, number: int) -> Callable[[], object]:
        data, name = content(of, number), f"{number}.txt"
        if number % 10 < limits.PARALLEL - 1:
            return lambda: files.upload(of, data, name=name)[1]
        return lambda: files.put(of, data, name=name)

    for start in range(0, 100, 10):
        answers = at_once([one(of, number) for of in both for number in range(start, start + 10)])
        assert [each for each in answers if isinstance(each, Exception)] == []
    for of in both:
        with within(of.id):
            rows = list(Delivery.objects.filter(organization_id=of.id).order_by("number"))
        assert [row.number for row in rows] == list(range(1, 101))
        assert sorted(row.name for row in rows) == sorted(f"{number}.txt" for number in range(100))
        for row in rows:
            assert b"".join(queries.bytes_of(of.id, id=row.id)) == content(of, int(row.name[:-4]))
        folder = files.path_of(of, rows[0].id).parent.parent
        assert {path.name for path in folder.rglob("*") if path.is_file()} == {str(row.id) for row in rows}


def test_the_storage_name_is_a_random_id_under_the_company() -> None:
    """SEC-78: nothing of the sender's is part of a path."""
    of = files.sender()
    committed = files.put(of, files.file(of), name="noget andet.txt")
    assert committed.delivery is not None
    path = files.path_of(of, committed.delivery)
    assert path.is_file()
    assert committed.delivery.version == 4
    assert path.stat().st_mode & 0o077 == 0


def told(of: Sender) -> list[tuple[str, str]]:
    react(of.id, at=AT)
    with within(of.id):
        rows = Message.objects.filter(organization_id=of.id).order_by("created_at", "kind")
        return sorted({(row.kind, row.text) for row in rows})


def test_the_sender_is_told_by_mail_what_the_receipt_says() -> None:
    """BP-46: no amount, no customer in it."""
    of = files.sender()
    files.send(of, files.file(of, [14_900, 9_900], customers=["47110815", "47120815"]), name="løn.txt")
    ((kind, text),) = told(of)
    assert kind == "delivery_told"
    assert "løn.txt" in text and "Filen er accepteret." in text
    assert "149,00" not in text and "47110815" not in text


def test_whoever_may_decide_hears_that_a_file_waits_and_its_sender_does_not_approve() -> None:
    """BM-04, BP-47."""
    of = files.sender(files_four_eyes="always")
    files.member_of(of)
    files.send(of, files.file(of))
    assert [kind for kind, _ in told(of)] == ["delivery_told", "delivery_waits"]
    with within(of.id):
        waits = Message.objects.filter(organization_id=of.id, kind="delivery_waits")
        assert waits.count() == 1


def out_file(of: Sender, **values: Any) -> OutFile:
    fields: dict[str, Any] = {
        "output": new_id(), "solution": "betalingsservice", "kind": "payments", "name": "D1-602.BS1",
        "pbs_number": of.agreement.pbs_number, "chunks": [b"BS0", b"02"], "environment": "production", "at": AT,
    }  # fmt: skip
    return keep_output(of.id, **{**fields, **values})


def test_a_file_to_collect_is_there_once_counted_and_hidden_from_whoever_put_it_away() -> None:
    """BP-48: download does not delete; "delete" hides it from that SFTP user alone."""
    of = files.sender()
    output = new_id()
    made = at_once([lambda: out_file(of, output=output)] * 3)
    assert len({each.id for each in made}) == 1
    assert out_file(of).name == "D1-602-2.BS1"
    kept = made[0]
    assert b"".join(queries.bytes_of(of.id, id=kept.id, offset=2, length=2)) == b"00"
    for by in (of.sftp, of.https):
        mark_collected(of.id, file=kept.id, by=by, at=AT)
    put_away(of.id, file=kept.id, account=of.account, at=AT)
    put_away(of.id, file=kept.id, account=of.account, at=AT)
    with within(of.id):
        found = queries.out_file(of.id, file=kept.id)
        assert found is not None
        assert (found.collections, found.collected_by) == (2, str(of.account))
        mine = queries.out_files(of.id, environment="production", account=of.account)
        assert kept.id not in {each.id for each in mine}
        assert kept.id in {each.id for each in queries.out_files(of.id, environment="production", account=new_id())}
        assert queries.out_file(of.id, file=kept.id, pbs_numbers=["00000001"]) is None
    neighbour = files.sender()
    with pytest.raises(Refused, match="unknown"):
        mark_collected(neighbour.id, file=kept.id, by=neighbour.https, at=AT)
    with pytest.raises(Refused, match="unknown"):
        put_away(neighbour.id, file=kept.id, account=of.account, at=AT)


def test_what_direct_debit_answers_lies_ready_byte_for_byte() -> None:
    """BP-48: payments of a day as 0602, kept once."""
    of = files.sender()
    debit.mandate(of.agreement, "1000")
    files.send(of, files.file(of))
    debit.days(of.id, AT.date(), debit.DUE + timedelta(days=2))
    make_outputs(of.id, today=debit.DUE + timedelta(days=2), at=AT + timedelta(days=14))
    with within(of.id):
        made = directdebit.outputs(of.id)
    assert made
    assert keep_outputs(of.id, at=AT) == len(made)
    assert keep_outputs(of.id, at=AT) == 0
    with within(of.id):
        kept = {each.output_id: each for each in queries.out_files(of.id, environment="production")}
    assert set(kept) >= {each.id for each in made}
    for each in made:
        stored = b"".join(queries.bytes_of(of.id, id=kept[each.id].id))
        assert stored == debit.bytes_of(of.id, each.id)


def test_contents_go_in_time_and_receipts_stay() -> None:
    """BP-49, SEC-87, SEC-145: content after ninety days, whole addresses after a week; twice is once."""
    of = files.sender()
    done = files.send(of, files.file(of))
    waiting = files.send(of, files.file(of), at=AT + timedelta(hours=1))
    forget(of.id, at=AT + timedelta(days=8))
    assert files.get(of, done.id).address == "192.0.2.0/24"
    forget(of.id, at=AT + timedelta(days=90))
    assert files.path_of(of, done.id).exists()
    for _ in range(2):
        forget(of.id, at=AT + timedelta(days=91))
    assert files.get(of, done.id).content_gone_on is not None
    with pytest.raises(StoreFailed, match="missing"):
        queries.bytes_of(of.id, id=done.id)
    assert len(files.receipts(of, done.id)) == 3
    assert files.path_of(of, waiting.id).exists()  # it still waits for a human
