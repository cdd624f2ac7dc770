"""What an external Betalingsservice lays ready: fetched once, never half, and strange things held (17, U3, U20)."""

from datetime import UTC, datetime, timedelta

import pytest

from selvbetjening.domain.directdebit import queries
from selvbetjening.domain.directdebit.actions.bank_line import forget
from selvbetjening.domain.directdebit.actions.fetch_files import read_kept
from selvbetjening.domain.directdebit.actions.read_held import read_held
from selvbetjening.domain.directdebit.models import BankFetched
from selvbetjening.domain.directdebit.queries import bank
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from tests import directdebit as dd
from tests.external import HeldLine, facts, fetched, killed_before_reading, ready, run, written
from tests.story.directdebit.test_answers import answer, payment

pytestmark = pytest.mark.usefixtures("database", "line")


def test_half_a_file_is_not_believed() -> None:
    """17.2 (3): without its 992 nothing of it is booked; when it has grown whole it is read."""
    company, mine, connection = ready()
    written(mine)
    whole = answer(mine, "0602", "0211", payment(mine, "1017", reference="F1017"))
    for cut in (0, 1, 128, len(whole) - 131, len(whole) - 2):
        HeldLine.ready = {"D7654321001-602.BS1": (whole[:cut], cut)}
        (row,) = run(connection).fetched
        if cut < len(whole) - 2:
            assert (row.state, dd.states(company)) == ("incomplete", {"1017": "received"})
    HeldLine.ready = {"D7654321001-602.BS1": (whole, 999)}
    run(connection)
    assert dd.states(company) == {"1017": "completed"}
    assert facts(company, "collection_completed") == 1


def test_killed_between_fetching_and_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """The row waits as fetched, and the next run reads it."""
    company, mine, connection = ready()
    written(mine)
    HeldLine.ready = {
        "D7654321001-602.BS1": (answer(mine, "0602", "0211", payment(mine, "1017", reference="F1017")), 5)
    }

    killed_before_reading(monkeypatch, connection)
    assert fetched(company) == [("D7654321001-602.BS1", "fetched", "")]
    run(connection)
    assert fetched(company) == [("D7654321001-602.BS1", "read", "")]
    assert dd.states(company) == {"1017": "completed"}


def test_u03_a_total_that_fits_neither_way_is_held() -> None:
    """U3: neither the plain nor the net sum: held, and read when a person says so. U20: strange ones are kept."""
    company, mine, connection = ready()
    written(mine)
    data = answer(mine, "0602", "0211", payment(mine, "1017", reference="F1017"))
    unknown = b"".join(
        line.ljust(128) + b"\r\n" for line in (b"BS00299999993BS106160000000001", b"BS99299999993BS10616")
    )
    HeldLine.ready = {
        "D1.BS1": (data.replace(b"000000000014950", b"000000000014951"), 1),
        "X1.BS1": (unknown, 2),
        "Y": (b"hello\n" * 30, 3),
    }
    run(connection)
    assert [(name, state) for name, state, _ in fetched(company)] == [
        ("D1.BS1", "held"), ("X1.BS1", "strange"), ("Y", "strange"),
    ]  # fmt: skip
    assert dd.states(company) == {"1017": "received"}
    with within(company):
        (held,) = bank.fetched(company, states=["held"])
    other, _, _ = ready()
    with pytest.raises(BankFetched.DoesNotExist):
        read_held(other, file=held.id, actor=SYSTEM, at=dd.AT)
    assert read_held(company, file=held.id, actor=SYSTEM, at=dd.AT)
    assert not read_held(company, file=held.id, actor=SYSTEM, at=dd.AT)
    assert dd.states(company) == {"1017": "received"}  # not in the request: a worker reads it
    read_kept(company, file=held.id, at=dd.AT)
    assert dd.states(company) == {"1017": "completed"}


def test_an_answer_for_another_companys_number() -> None:
    """17.1 (17): it lies on our line, so it is listed as strange; nothing of the neighbour's moves."""
    company, _, connection = ready()
    other, theirs, _ = ready()
    written(theirs)
    HeldLine.ready = {"D1.BS1": (answer(theirs, "0602", "0211", payment(theirs, "1017", reference="F1017")), 1)}
    (row,) = run(connection).fetched
    assert (row.state, row.answered["unknown"], row.answered["applied"]) == ("read", 1, 0)
    assert dd.states(other) == {"1017": "received"}
    with within(company):
        assert [each.reason for each in queries.unmatched(company)] == ["agreement"]


def test_contents_of_answers_go_after_ninety_days() -> None:
    """GDP-4: the bytes go, what they did stays; not a day too early, and nobody can read them in the table."""
    company, mine, connection = ready()
    written(mine)
    HeldLine.ready = {"D1.BS1": (answer(mine, "0602", "0211", payment(mine, "1017", reference="F1017")), 5)}
    old = datetime(2020, 3, 10, 9, tzinfo=UTC)
    (row,) = run(connection, old).fetched
    with within(company):
        assert b"BS042" not in bytes(BankFetched.objects.get(id=row.id).content)
    assert forget(company, at=old + timedelta(days=90)) == 0
    assert forget(company, at=old + timedelta(days=92)) == 1
    with within(company):
        kept = BankFetched.objects.get(id=row.id)
    assert (bytes(kept.content), kept.state, kept.answered["applied"]) == (b"", "read", 1)


def test_a_file_larger_than_any_delivery_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is noted once and never fetched, and the files beside it are read."""
    company, mine, connection = ready()
    written(mine)
    monkeypatch.setattr("selvbetjening.domain.directdebit.actions.fetch_files.MOST_BYTES", 2_000)
    data = answer(mine, "0602", "0211", payment(mine, "1017", reference="F1017"))
    HeldLine.ready = {"A.BS1": (b"x" * 2_001, 1), "D1.BS1": (data, 2)}
    assert [(each.name, each.state, each.code) for each in run(connection).fetched] == [
        ("A.BS1", "strange", "too_large"), ("D1.BS1", "read", ""),
    ]  # fmt: skip
    assert run(connection).fetched == []
    assert dd.states(company) == {"1017": "completed"}


def test_a_held_file_that_was_let_and_whose_job_is_lost_is_read_by_the_next_exchange() -> None:
    """U3: the row remembers that somebody let it; the sweep reads it, and holds it no more."""
    company, mine, connection = ready()
    written(mine)
    data = answer(mine, "0602", "0211", payment(mine, "1017", reference="F1017"))
    HeldLine.ready = {"D1.BS1": (data.replace(b"000000000014950", b"000000000014951"), 1)}
    run(connection)
    with within(company):
        (held,) = bank.fetched(company, states=["held"])
    assert read_held(company, file=held.id, actor=SYSTEM, at=dd.AT)
    assert fetched(company) == [("D1.BS1", "fetched", "let")]
    run(connection)
    assert fetched(company) == [("D1.BS1", "read", "")]
    assert dd.states(company) == {"1017": "completed"}
