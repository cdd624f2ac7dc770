"""A plain file over SFTP is closed and delivered in one transaction (SEC-27, SEC-110, annex C.4)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from selvbetjening.domain.deliveries.actions import deliver as delivering
from selvbetjening.domain.deliveries.actions.commit import commit
from selvbetjening.domain.deliveries.actions.finish import finish
from selvbetjening.domain.deliveries.actions.open_staging import open_staging
from selvbetjening.domain.deliveries.actions.resume import resume
from selvbetjening.domain.deliveries.actions.writing import Writer
from selvbetjening.domain.deliveries.models import Delivery, Staging
from selvbetjening.domain.deliveries.rules.doors import By
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import new_id
from tests import deliveries as files
from tests.deliveries import AT, Sender

pytestmark = pytest.mark.usefixtures("database")


class Killed(BaseException):
    """As a killed process: nothing catches it, and what was not committed is gone."""


def begun(of: Sender, data: bytes, *, name: str = "a.txt", folder: str = "bs", **values: Any) -> Writer:
    """A file that was sent as far as `data` goes, and is not closed yet."""
    holder = new_id()
    row = open_staging(of.id, by=of.sftp, name=name, folder=folder, holder=holder, at=AT, **values)
    writer = Writer(of.id, staging=row.id, holder=holder, fresh=row)
    writer.write(0, data, at=AT)
    return writer


def staging(of: Sender, writer: Writer) -> Staging:
    with within(of.id):
        return Staging.objects.get(organization_id=of.id, id=writer.staging)


def delivered(of: Sender) -> list[Delivery]:
    with within(of.id):
        return list(Delivery.objects.filter(organization_id=of.id).order_by("number"))


def test_one_transaction_and_few_statements() -> None:
    """SEC-110: staging, delivery, its first move, the book, the receipt and both jobs; the rights asked in the same."""
    of = files.sender()
    writer = begun(of, files.file(of, [14_900]))
    asked = []

    def still() -> By:
        asked.append(connections["default"].in_atomic_block)
        return of.sftp

    with CaptureQueriesContext(connections["default"]) as statements:
        done = finish(of.id, writer=writer, still=still, at=AT)
    assert done is not None and (done.outcome, done.number, done.delivery) == ("delivered", 1, writer.staging)
    assert asked == [True]
    said = [each["sql"] for each in statements]
    assert [word for word in said if word in {"BEGIN", "COMMIT"}] == ["BEGIN", "COMMIT"]
    assert len(said) <= 15, said
    (row,) = delivered(of)
    assert (row.size, row.sha256, row.received_at) == (writer.size, done.sha256, AT)
    (receipt,) = files.receipts(of, row.id)
    assert (receipt.kind, receipt.issue, receipt.facts["delivery_number"]) == ("K1", 1, 1)
    assert commit(of.id, staging=row.id, by=of.sftp, at=AT) == done
    assert files.run(of, done).state == "processed"


def test_whoever_may_no_longer_delivers_nothing() -> None:
    """SEC-27: asked in the transaction of the delivery; what is there can be gone on with by somebody who may."""
    of = files.sender()
    writer = begun(of, files.file(of, [14_900]))

    def ended() -> By:
        raise PermissionError

    with pytest.raises(PermissionError):
        finish(of.id, writer=writer, still=ended, at=AT)
    writer.abort(at=AT)
    row = staging(of, writer)
    assert (delivered(of), row.state, row.offset) == ([], "aborted", writer.size)


def test_the_rights_of_the_last_moment_stand_in_the_delivery() -> None:
    """SEC-27: a scope that was narrowed while the file came is the one that counts."""
    of = files.sender()
    writer = begun(of, files.file(of, [14_900]))
    narrow = By(
        door="sftp", actor=of.sftp.actor, membership=of.sftp.membership, account=of.sftp.account,
        pbs_numbers=("87654321",), key_fingerprint="SHA256:new", address="192.0.2.7",
    )  # fmt: skip
    assert finish(of.id, writer=writer, still=lambda: narrow, at=AT) is not None
    (row,) = delivered(of)
    assert (row.pbs_scope, row.key_fingerprint, row.address) == (["87654321"], "SHA256:new", "192.0.2.7")


@pytest.mark.parametrize(
    ("name", "cut", "values"),
    [("a.txt.filepart", 0, {}), ("a.txt", 60, {}), ("a.txt", 0, {"folder": "proev", "purpose": "preview"})],
    ids=["temporary", "cut", "trial"],
)
def test_what_is_not_plain_goes_the_long_way(name: str, cut: int, values: dict[str, Any]) -> None:
    """C.4: nothing is decided, nothing written, and the handle can still be closed as ever."""
    of = files.sender()
    data = files.file(of, [14_900, 9_900])
    writer = begun(of, data[: len(data) - cut], name=name, **values)
    before = staging(of, writer)
    assert finish(of.id, writer=writer, still=lambda: of.sftp, at=AT) is None
    after = staging(of, writer)
    assert (after.state, after.offset, after.moved_at) == (before.state, before.offset, before.moved_at)
    writer.close(at=AT)
    assert (staging(of, writer).offset, delivered(of)) == (len(data) - cut, [])


def test_a_name_that_was_delivered_meanwhile() -> None:
    """C.2: two users write one name, and the second one to close is refused on the long way."""
    of = files.sender()
    first, second = begun(of, files.file(of, [14_900])), begun(replace(of, account=new_id()), files.file(of, [9_900]))
    assert finish(of.id, writer=first, still=lambda: of.sftp, at=AT) is not None
    other = replace(of.sftp, account=staging(of, second).account_id)
    assert finish(of.id, writer=second, still=lambda: other, at=AT) is None
    second.close(at=AT)
    with pytest.raises(Refused, match="committed"):
        commit(of.id, staging=second.staging, by=other, at=AT)


def test_a_retry_is_the_first_one_s() -> None:
    """D.3: the same bytes under the same name by the same user, a minute later."""
    of = files.sender()
    data = files.file(of, [14_900])
    first, second = begun(of, data), begun(of, data, folder="andre")
    assert finish(of.id, writer=first, still=lambda: of.sftp, at=AT) is not None
    again = finish(of.id, writer=second, still=lambda: of.sftp, at=AT + timedelta(minutes=1))
    assert again is not None and (again.outcome, again.number) == ("duplicate_of", 2)
    assert [each.state for each in delivered(of)] == ["received", "duplicate_of"]


STEPS = ["_create", "note", "record", "issue_first", "wake"]


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_in_it_nothing_is_half_done(name: str, after: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """SEC-108, SEC-110: no delivery, no fact, no receipt; gone on with, it is delivered once."""
    of, data = files.sender(), b""
    data = files.file(of, [14_900, 9_900])
    writer = begun(of, data)
    real: Callable[..., Any] = getattr(delivering, name)

    def dying(*args: Any, **values: Any) -> Any:
        if after:
            real(*args, **values)
        raise Killed

    monkeypatch.setattr(delivering, name, dying)
    with pytest.raises(Killed):
        finish(of.id, writer=writer, still=lambda: of.sftp, at=AT)
    monkeypatch.setattr(delivering, name, real)
    with within(of.id):
        assert not Event.objects.filter(organization_id=of.id, name__startswith="deliveries.").exists()
    assert (delivered(of), files.receipts(of, writer.staging)) == ([], [])
    writer.let_go()  # the lock goes with the process
    later, holder = AT + timedelta(minutes=1), new_id()
    resume(of.id, staging=writer.staging, by=of.sftp, holder=holder, at=later)
    heir = Writer(of.id, staging=writer.staging, holder=holder)
    heir.write(0, data, at=later)
    done = finish(of.id, writer=heir, still=lambda: of.sftp, at=later)
    assert done is not None and (done.outcome, done.number) == ("delivered", 1)
    assert len(delivered(of)) == 1
