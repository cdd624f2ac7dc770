"""An upload that is cut is never a delivery, always resumable, and never lost once it was told (Must show 3)."""

import hashlib
from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.append import append
from selvbetjening.domain.deliveries.actions.commit import commit
from selvbetjening.domain.deliveries.actions.open_staging import open_staging
from selvbetjening.domain.deliveries.actions.resume import resume
from selvbetjening.domain.deliveries.actions.sweep import tidy
from selvbetjening.domain.deliveries.actions.writing import AHEAD, Writer
from selvbetjening.domain.deliveries.documents import receipt_files
from selvbetjening.domain.deliveries.lifecycle import StagingState
from selvbetjening.domain.deliveries.models import Delivery, Staging
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import new_id
from tests import deliveries as files
from tests.deliveries import AT, MINUTE, Sender

pytestmark = pytest.mark.usefixtures("database")


def opened(of: Sender, *, name: str = "a.txt", **values: object) -> tuple[Staging, UUID]:
    holder = new_id()
    row = open_staging(of.id, by=of.sftp, name=name, folder="bs", holder=holder, at=AT, **values)  # type: ignore[arg-type]
    return row, holder


def staged(of: Sender, id_: UUID) -> Staging:
    with within(of.id):
        found = queries.staging(of.id, staging=id_)
    assert found is not None
    return found


def delivered(of: Sender) -> int:
    with within(of.id):
        return Delivery.objects.filter(organization_id=of.id).count()


def test_cut_at_any_place_and_closed_politely_nothing_is_delivered_and_it_goes_on() -> None:
    """BP-44, SEC-106, SEC-107, annex C.4: Ctrl-C closes the handle like a finished file."""
    of = files.sender()
    data, chance = files.file(of, [14_900] * 20), Random(7)
    for number in range(12):
        row, holder = opened(of, name=f"{number}.txt")
        cut = chance.randrange(1, len(data) - 40)
        files.write(of, row, data[:cut], holder=holder, chunk=997)
        said = commit(of.id, staging=row.id, by=of.sftp, at=AT)
        assert said.outcome == "incomplete", cut
        with within(of.id):
            receipt = staged(of, row.id).receipts.get()
        assert (receipt.kind, receipt.facts["status"]) == ("K2", "incomplete")
        assert delivered(of) == number
        again = resume(of.id, staging=row.id, by=of.sftp, holder=holder, at=AT)
        assert again.offset == cut
        writer = Writer(of.id, staging=row.id, holder=holder)
        writer.write(cut, data[cut:], at=AT)
        writer.close(at=AT)
        assert commit(of.id, staging=row.id, by=of.sftp, at=AT).outcome == "delivered"
        assert delivered(of) == number + 1


def test_a_server_that_dies_leaves_what_it_answered_for_and_delivers_nothing() -> None:
    """SEC-108: neither close nor clean-up runs; the reaper puts it aside, and nothing commits at start-up."""
    of = files.sender()
    data = files.file(of, [14_900] * 30)
    row, holder = opened(of)
    writer = Writer(of.id, staging=row.id, holder=holder)
    writer.write(0, data[:1000], at=AT)
    writer.beat(at=AT)
    writer.write(1000, data[1000:2000], at=AT)
    writer._handle.close()  # what a killed process leaves: no lock, bytes beyond what the row says
    other = new_id()
    with pytest.raises(Refused, match="in_use"):
        resume(of.id, staging=row.id, by=of.sftp, holder=other, at=AT + timedelta(seconds=29))
    tidy(of.id, at=AT + MINUTE)
    assert (staged(of, row.id).state, delivered(of)) == (StagingState.ABORTED, 0)
    again = resume(of.id, staging=row.id, by=of.sftp, holder=other, at=AT + MINUTE)
    assert again.offset == 1000
    with pytest.raises(Refused, match="lost"):
        writer.beat(at=AT + MINUTE)
    later = Writer(of.id, staging=row.id, holder=other)
    assert later.size == 1000  # what nobody answered for is gone
    later.write(1000, data[1000:], at=AT + MINUTE)
    later.close(at=AT + MINUTE)
    assert commit(of.id, staging=row.id, by=of.sftp, at=AT + MINUTE).sha256 == hashlib.sha256(data).hexdigest()


def test_an_aborted_upload_waits_a_day_and_is_gone_with_its_bytes() -> None:
    """BP-44, SEC-109: abort never raises, whatever happened to the row."""
    of = files.sender()
    row, holder = opened(of)
    writer = Writer(of.id, staging=row.id, holder=holder)
    writer.write(0, b"BS002", at=AT)
    writer.abort(at=AT)
    writer.abort(at=AT)
    assert (staged(of, row.id).state, staged(of, row.id).offset) == (StagingState.ABORTED, 5)
    tidy(of.id, at=AT + timedelta(hours=23, minutes=59))
    assert files.path_of(of, row.id).exists()
    tidy(of.id, at=AT + timedelta(hours=24))
    assert staged(of, row.id).state == StagingState.REMOVED
    assert not files.path_of(of, row.id).exists()
    with pytest.raises(Refused, match="expired"):
        resume(of.id, staging=row.id, by=of.sftp, holder=holder, at=AT + timedelta(hours=25))


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_pieces_in_any_order_are_one_file_and_a_hole_is_none_sec_107(data: st.DataObject) -> None:
    """SEC-103, SEC-107: as programs write that read a file in several places at once; a lacking piece is waited for."""
    of = files.sender()
    row, holder = opened(of)
    whole = files.file(of, [14_900] * 20)
    pieces = [(at, whole[at : at + 256]) for at in range(0, len(whole), 256)]
    order = data.draw(st.permutations(pieces))
    is_lost = data.draw(st.booleans())
    writer = Writer(of.id, staging=row.id, holder=holder)
    for at, piece in order[:-1] if is_lost else order:
        writer.write(at, piece, at=AT)
    writer.close(at=AT)
    lost_at = order[-1][0] if is_lost else len(whole)
    if is_lost and lost_at != pieces[-1][0]:
        assert staged(of, row.id).offset == lost_at
        with pytest.raises(Refused, match="not_all_bytes"):
            commit(of.id, staging=row.id, by=of.sftp, at=AT)
    elif not is_lost:
        assert commit(of.id, staging=row.id, by=of.sftp, at=AT).outcome == "delivered"
        assert b"".join(queries.bytes_of(of.id, id=row.id)) == whole


def test_holes_too_much_and_the_wrong_place_mark_the_handle_for_good() -> None:
    """SEC-80, SEC-107: a failed write is never committed by the close that follows."""
    of = files.sender()
    row, holder = opened(of)
    writer = Writer(of.id, staging=row.id, holder=holder)
    writer.write(0, b"BS002", at=AT)
    with pytest.raises(Refused, match="offset") as refused:
        writer.write(5 + AHEAD, b"x", at=AT)
    assert refused.value.values == {"offset": 5}
    assert writer.failed
    with pytest.raises(Refused, match="lost"):
        writer.close(at=AT)
    writer.abort(at=AT)
    with pytest.raises(Refused, match="not_now"):
        commit(of.id, staging=row.id, by=of.sftp, at=AT)
    assert delivered(of) == 0


def test_a_size_that_was_set_must_be_reached() -> None:
    """BP-44, annex C.4 layer 2: the final size is the last size set."""
    of = files.sender()
    data = files.file(of)
    row, holder = opened(of)
    writer = Writer(of.id, staging=row.id, holder=holder)
    writer.write(0, data, at=AT)
    writer.truncate(len(data) + 1)
    writer.close(at=AT)
    with pytest.raises(Refused, match="not_all_bytes"):
        commit(of.id, staging=row.id, by=of.sftp, at=AT)
    resume(of.id, staging=row.id, by=of.sftp, holder=holder, at=AT)
    writer = Writer(of.id, staging=row.id, holder=holder)
    writer.write(0, b"old and longer content " * 400, at=AT)
    writer.close(at=AT)
    resume(of.id, staging=row.id, by=of.sftp, holder=holder, at=AT)
    writer = Writer(of.id, staging=row.id, holder=holder)
    writer.write(0, data, at=AT)  # scp: from the beginning, without truncating first
    writer.truncate(len(data))
    writer.close(at=AT)
    assert commit(of.id, staging=row.id, by=of.sftp, at=AT).sha256 == hashlib.sha256(data).hexdigest()


def test_a_size_beyond_every_file_is_refused_and_the_upload_goes_on() -> None:
    """SEC-80: a client that sets a size of 2^63 is told so; what it wrote is kept and can be whole all the same."""
    of = files.sender()
    data = files.file(of)
    row, holder = opened(of)
    writer = Writer(of.id, staging=row.id, holder=holder)
    with pytest.raises(Refused, match="too_large"):
        writer.truncate(1 << 63)
    writer.write(0, data, at=AT)
    writer.close(at=AT)
    assert commit(of.id, staging=row.id, by=of.sftp, at=AT).outcome == "delivered"


def test_pieces_over_https_come_in_order_whole_and_once() -> None:
    """BP-40, annex E: offset, checksum, declared size and hash; two tabs at once."""
    of = files.sender()
    data = files.file(of, [14_900] * 5)
    holder = new_id()
    digest = hashlib.sha256(data).hexdigest()
    row = open_staging(of.id, by=of.https, name="a.txt", size=len(data), sha256=digest, holder=holder, at=AT)

    def send(offset: int, piece: bytes, *, who: UUID = holder, sha256: str = "") -> int:
        return append(of.id, staging=row.id, holder=who, offset=offset, data=piece, at=AT, sha256=sha256)

    with pytest.raises(Refused, match="hash_differs"):
        send(0, data[:100], sha256="0" * 64)
    assert send(0, data[:100], sha256=hashlib.sha256(data[:100]).hexdigest()) == 100
    with pytest.raises(Refused, match="offset") as refused:
        send(0, data[:100])
    assert refused.value.values == {"offset": 100}
    with pytest.raises(Refused, match="too_large"):
        send(100, data)
    with pytest.raises(Refused, match="not_all_bytes"):
        commit(of.id, staging=row.id, by=of.https, at=AT)
    other = new_id()
    with pytest.raises(Refused, match="in_use"):
        resume(of.id, staging=row.id, by=of.https, holder=other, at=AT)
    assert resume(of.id, staging=row.id, by=of.https, holder=other, at=AT, force=True).offset == 100
    with pytest.raises(Refused, match="lost"):
        send(100, data[100:])
    assert send(100, data[100:], who=other) == len(data)
    first = commit(of.id, staging=row.id, by=of.https, at=AT, sha256=digest)
    assert commit(of.id, staging=row.id, by=of.https, at=AT) == first
    assert (first.outcome, delivered(of)) == ("delivered", 1)


def test_other_bytes_than_declared_are_not_delivered() -> None:
    """BP-40, SEC-88: a lying hash, and a lying length."""
    of = files.sender()
    data = files.file(of)
    holder = new_id()
    row = open_staging(of.id, by=of.https, name="a.txt", size=len(data), sha256="1" * 64, holder=holder, at=AT)
    append(of.id, staging=row.id, holder=holder, offset=0, data=data, at=AT)
    with pytest.raises(Refused, match="hash_differs"):
        commit(of.id, staging=row.id, by=of.https, at=AT)
    cut = data[: len(data) // 2]
    assert files.upload(of, cut)[1].outcome == "incomplete"  # a length that agrees proves no end of a delivery
    assert delivered(of) == 0


def test_a_file_without_a_provable_end_settles_first() -> None:
    """BP-44, annex C.4: a minute without being opened again; opened again, it waits anew."""
    of = files.sender()
    said = files.put(of, b"no delivery of anybody\r\n", name="a.txt")
    assert (said.outcome, delivered(of)) == ("settling", 0)
    tidy(of.id, at=AT + timedelta(seconds=59))
    assert delivered(of) == 0
    with within(of.id):
        row = queries.find_open(of.id, by=of.sftp, environment="production", folder="bs", name="A.TXT")
    assert row is not None
    holder = new_id()
    resume(of.id, staging=row.id, by=of.sftp, holder=holder, at=AT + timedelta(seconds=59))
    tidy(of.id, at=AT + timedelta(seconds=60))
    assert delivered(of) == 0
    writer = Writer(of.id, staging=row.id, holder=holder)
    writer.close(at=AT + MINUTE)
    assert commit(of.id, staging=row.id, by=of.sftp, at=AT + MINUTE).outcome == "settling"
    tidy(of.id, at=AT + 2 * MINUTE)
    with within(of.id):
        made = Delivery.objects.get(organization_id=of.id)
    assert made.unproven
    strict = files.sender(files_unproven="refuse")
    assert files.put(strict, b"no delivery of anybody\r\n").outcome == "incomplete"


def test_an_empty_file_is_a_marker_and_a_temporary_name_is_never_delivered() -> None:
    """BP-44, annex C.4."""
    of = files.sender()
    row, holder = opened(of, name="done")
    files.write(of, row, b"", holder=holder)
    assert commit(of.id, staging=row.id, by=of.sftp, at=AT).outcome == "noted"
    with pytest.raises(Refused, match="temp_name"):
        files.put(of, files.file(of), name="a.txt.filepart")
    with pytest.raises(Refused, match="empty"):
        files.upload(of, b"")
    assert delivered(of) == 0


def test_each_verdict_on_one_upload_lies_under_its_own_name() -> None:
    """D.2: told incomplete, gone on with, then judged: the second K2 is `.K2-2` and names the first."""
    of = files.sender()
    data = files.file(of, [14_900] * 3)
    row, holder = opened(of, name="nat.txt")
    files.write(of, row, data[:200], holder=holder)
    assert commit(of.id, staging=row.id, by=of.sftp, at=AT).outcome == "incomplete"
    resume(of.id, staging=row.id, by=of.sftp, holder=holder, at=AT)
    writer = Writer(of.id, staging=row.id, holder=holder)
    writer.write(200, data[200:], at=AT)
    writer.close(at=AT)
    files.run(of, commit(of.id, staging=row.id, by=of.sftp, at=AT))
    with within(of.id):
        rows = queries.receipts_since(of.id, environment="production", since=AT, about=row.id)
        names = {receipt_files(of.id, row=each)[0].name for each in rows}
        second = next(each for each in rows if each.kind == "K2" and each.issue == 2)
        assert second.supersedes is not None and second.supersedes.staging_id == row.id
    assert names == {f"nat.txt.{row.id}.{kind}.json" for kind in ("K1", "K2", "K2-2", "K3")}
