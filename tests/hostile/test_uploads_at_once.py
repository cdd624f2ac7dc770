"""Two writers of one upload at the same moment: what was answered for is what lies there (SEC-108, SEC-110)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions import append as appending
from selvbetjening.domain.deliveries.actions import commit as committing
from selvbetjening.domain.deliveries.actions import deliver as delivering
from selvbetjening.domain.deliveries.actions.append import append
from selvbetjening.domain.deliveries.actions.commit import commit
from selvbetjening.domain.deliveries.actions.note_marker import promise_of
from selvbetjening.domain.deliveries.actions.open_staging import open_staging
from selvbetjening.domain.deliveries.actions.resume import resume
from selvbetjening.domain.deliveries.models import Delivery, Staging
from selvbetjening.domain.deliveries.queries.stored import store
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import new_id
from tests import deliveries as files
from tests.deliveries import AT, MINUTE, Sender
from tests.hostile.at_once import at_once

pytestmark = pytest.mark.usefixtures("database")


def begun(of: Sender, *, door: str = "https", **values: Any) -> tuple[UUID, UUID]:
    holder = new_id()
    by = of.https if door == "https" else of.sftp
    return open_staging(of.id, by=by, name="a.bs1", holder=holder, at=AT, **values).id, holder


def before(name: str, rival: Callable[[], object]) -> Callable[[], object]:
    """A store that lets `rival` go first, once, when `name` is called."""
    left = [rival]

    class Slow:
        def __getattr__(self, asked: str) -> Any:
            if asked == name and left:
                left.pop()()
            return getattr(store(), asked)

    return Slow


def stored(of: Sender, id_: UUID) -> tuple[int, bytes]:
    with within(of.id):
        row = Staging.objects.get(organization_id=of.id, id=id_)
    return row.offset, b"".join(queries.bytes_of(of.id, id=id_))[: row.offset]


def delivered(of: Sender) -> list[Delivery]:
    with within(of.id):
        return list(Delivery.objects.filter(organization_id=of.id))


def test_a_piece_that_waited_for_the_file_sees_what_the_other_one_wrote(monkeypatch: pytest.MonkeyPatch) -> None:
    """SEC-108, annex E: a piece is stuck before it holds the file, and another one is written and answered for."""
    of = files.sender()
    id_, holder = begun(of, size=20)
    rival = before("open", lambda: append(of.id, staging=id_, holder=holder, offset=0, data=b"b" * 10, at=AT))
    with monkeypatch.context() as patched:
        patched.setattr(appending, "store", rival)
        with pytest.raises(Refused, match="offset") as refused:
            append(of.id, staging=id_, holder=holder, offset=0, data=b"a" * 10, at=AT)
    assert refused.value.values == {"offset": 10}
    assert stored(of, id_) == (10, b"b" * 10)


def test_pieces_from_many_requests_at_once_are_each_written_once_or_refused() -> None:
    """SEC-108: real threads; the file is the pieces that were answered for, in their order."""
    of = files.sender()
    id_, holder = begun(of, size=400)
    for turn in range(4):
        offset = turn * 100
        pieces = [bytes([65 + number]) * 100 for number in range(8)]

        def one(data: bytes, offset: int = offset) -> Callable[[], object]:
            return lambda: append(of.id, staging=id_, holder=holder, offset=offset, data=data, at=AT)

        answers = at_once([one(data) for data in pieces])
        won = [data for data, answer in zip(pieces, answers, strict=True) if answer == offset + 100]
        assert len(won) == 1
        assert {each.code for each in answers if isinstance(each, Refused)} <= {"offset", "in_use"}
        assert sum(isinstance(each, Refused) for each in answers) == 7
        assert stored(of, id_)[1][offset:] == won[0]


def test_an_upload_that_was_taken_over_during_its_commit_is_not_delivered(monkeypatch: pytest.MonkeyPatch) -> None:
    """SEC-108, SEC-110: the one who took over writes other bytes; only his own commit delivers, and those."""
    of = files.sender()
    first, second = files.file(of, [100]), files.file(of, [200, 300])
    id_, holder = begun(of, door="sftp", folder="bs")
    with within(of.id):
        row = Staging.objects.get(organization_id=of.id, id=id_)
    files.write(of, row, first, holder=holder)
    theirs = new_id()

    def take_over() -> None:
        resume(of.id, staging=id_, by=of.sftp, holder=theirs, at=AT + MINUTE, force=True)
        files.write(of, row, second, holder=theirs, at=AT + MINUTE)

    with monkeypatch.context() as patched:
        patched.setattr(delivering, "store", before("finish", take_over))
        with pytest.raises(Refused, match="not_now"):
            commit(of.id, staging=id_, by=of.sftp, at=AT)
    assert delivered(of) == []
    done = files.run(of, commit(of.id, staging=id_, by=of.sftp, at=AT + MINUTE))
    assert (done.state, done.size) == ("processed", len(second))
    assert stored(of, id_)[1] == second


def test_an_empty_file_that_somebody_writes_into_by_now_is_not_thrown_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """SEC-107, annex C.4: the marker's commit is late; the bytes that came meanwhile stay."""
    of = files.sender()
    data = files.file(of)
    id_, holder = begun(of, door="sftp", folder="bs")
    with within(of.id):
        row = Staging.objects.get(organization_id=of.id, id=id_)
    files.write(of, row, b"", holder=holder)
    theirs = new_id()

    def slow(*args: Any, **values: Any) -> Any:
        resume(of.id, staging=id_, by=of.sftp, holder=theirs, at=AT + MINUTE, force=True)
        files.write(of, row, data, holder=theirs, at=AT + MINUTE)
        return promise_of(*args, **values)

    with monkeypatch.context() as patched:
        patched.setattr(committing, "promise_of", slow)
        with pytest.raises(Refused, match="not_now"):
            commit(of.id, staging=id_, by=of.sftp, at=AT)
    assert files.run(of, commit(of.id, staging=id_, by=of.sftp, at=AT + MINUTE)).state == "processed"


def test_an_upload_that_is_not_there_leaves_no_file_behind() -> None:
    """SEC-78: an id that nobody has makes nothing on the disk."""
    of = files.sender()
    nobody = new_id()
    with pytest.raises(Refused, match="unknown"):
        append(of.id, staging=nobody, holder=new_id(), offset=0, data=b"x", at=AT)
    assert not files.path_of(of, nobody).exists()
