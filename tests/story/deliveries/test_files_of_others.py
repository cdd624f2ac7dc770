"""Nothing of a neighbour's can be seen, written or sent for (BP-13, SEC-19, SEC-20)."""

import pytest

from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.append import append
from selvbetjening.domain.deliveries.actions.commit import commit
from selvbetjening.domain.deliveries.actions.open_staging import open_staging
from selvbetjening.domain.deliveries.actions.preview import ask_preview, send
from selvbetjening.domain.deliveries.actions.put_aside import discard, rename
from selvbetjening.domain.deliveries.actions.resume import resume
from selvbetjening.domain.deliveries.actions.take import take
from selvbetjening.domain.deliveries.actions.withdraw import withdraw
from selvbetjening.domain.deliveries.actions.writing import Writer
from selvbetjening.domain.deliveries.ports import StoreFailed
from selvbetjening.domain.deliveries.rules.doors import By
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import new_id
from tests import deliveries as files
from tests.deliveries import AT

pytestmark = pytest.mark.usefixtures("database")


def test_a_neighbours_id_is_unknown_everywhere() -> None:
    """SEC-19: the same answer as for an id that nobody has."""
    of, neighbour = files.sender(), files.sender()
    holder = new_id()
    row = open_staging(of.id, by=of.sftp, name="a.txt", folder="bs", holder=holder, at=AT)
    files.write(of, row, files.file(of), holder=holder)
    stranger = neighbour.sftp
    for id_ in (row.id, new_id()):
        with pytest.raises(Refused, match="unknown"):
            resume(neighbour.id, staging=id_, by=stranger, holder=holder, at=AT)
        with pytest.raises(Refused, match="unknown"):
            append(neighbour.id, staging=id_, holder=holder, offset=0, data=b"x", at=AT)
        with pytest.raises(Refused, match="unknown"):
            Writer(neighbour.id, staging=id_, holder=holder)
        with pytest.raises(Refused, match="unknown"):
            commit(neighbour.id, staging=id_, by=stranger, at=AT)
        with pytest.raises(Refused, match="unknown"):
            discard(neighbour.id, staging=id_, by=stranger, at=AT)
        with pytest.raises(Refused, match="unknown"):
            rename(neighbour.id, staging=id_, by=stranger, name="b.txt", at=AT)
        with pytest.raises(Refused, match="unknown"):
            ask_preview(neighbour.id, staging=id_, by=stranger, at=AT)
        with pytest.raises(Refused, match="unknown"):
            send(neighbour.id, preview=id_, by=stranger, at=AT)
        with pytest.raises(Refused, match="not_now"):
            withdraw(neighbour.id, delivery=id_, actor=SYSTEM, at=AT)
        with pytest.raises(StoreFailed, match="missing"):
            queries.bytes_of(neighbour.id, id=id_)
        with within(neighbour.id):
            assert queries.staging(neighbour.id, staging=id_) is None
            assert queries.delivery(neighbour.id, delivery=id_) is None
            assert queries.receipts(neighbour.id, delivery=id_) == []


def test_another_user_of_the_company_cannot_go_on_with_an_upload() -> None:
    of = files.sender()
    holder = new_id()
    row = open_staging(of.id, by=of.sftp, name="a.txt", folder="bs", holder=holder, at=AT)
    other = files.Sender(of.id, of.agreement, of.person)
    with pytest.raises(Refused, match="unknown"):
        resume(of.id, staging=row.id, by=other.sftp, holder=holder, at=AT, force=True)
    with pytest.raises(Refused, match="unknown"):
        resume(of.id, staging=row.id, by=of.https, holder=holder, at=AT, force=True)


def test_a_delivery_for_a_neighbours_pbs_number_is_refused_and_nothing_is_booked() -> None:
    """BP-45: said plainly, and the same as for a number that nobody has."""
    of, neighbour = files.sender(), files.sender()
    done = files.send(of, files.file(of, agreement=neighbour.agreement))
    assert done.state == "rejected"
    codes = {one["code"] for one in done.content["errors"]}
    assert codes and all(code.startswith(("section.", "agreement.")) for code in codes), codes
    assert files.collections(of) == files.collections(neighbour) == []


def test_a_sender_may_be_bound_to_some_numbers() -> None:
    """BP-13: the scope of PBS numbers filters sending and seeing."""
    of = files.sender()
    by = By(door="https", actor=of.https.actor, membership=of.person, pbs_numbers=("00000001",))
    data = files.file(of)
    committed = take(of.id, by=by, name="a.txt", chunks=[data], size=len(data), at=AT)[1]
    done = files.run(of, committed)
    assert (done.state, [one["code"] for one in done.content["errors"]]) == ("rejected", ["file.pbs_scope"])
    with within(of.id):
        scope = [of.agreement.pbs_number]
        assert queries.delivery(of.id, delivery=done.id, pbs_numbers=["00000001"]) is None
        assert queries.deliveries(of.id, filters=queries.Filters(pbs_numbers=["00000001"])) == []
        assert len(queries.deliveries(of.id, filters=queries.Filters(pbs_numbers=scope, text="A.TX"))) == 1


def test_files_of_the_other_environment_are_refused() -> None:
    """BP-50: a test file in production and the reverse, by its subsystem; nothing of either is booked."""
    of = files.sender()
    as_real = files.send(of, files.file(of, subsystem="KR9"))
    as_test = files.run(of, files.put(of, files.file(of), environment="test"))
    for done in (as_real, as_test):
        assert done.state == "rejected"
        assert "file.environment" in {one["code"] for one in done.content["errors"]}
    assert files.collections(of) == []
