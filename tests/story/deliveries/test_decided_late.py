"""Deadlines hold for whoever decides late, and for each agreement by itself (BM-04, U13, U14)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from selvbetjening.domain.deliveries.actions.advance import advance
from selvbetjening.domain.deliveries.actions.approve import approve
from selvbetjening.domain.deliveries.actions.confirm import confirm_duplicate
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.kernel.actors import SYSTEM
from tests import deliveries as files
from tests import directdebit as dd

pytestmark = pytest.mark.usefixtures("database")
AT = files.AT
#: The ordinary deadline for 1 February was the 22nd, the late one the 27th.
LATE = datetime(2027, 1, 29, 9, tzinfo=UTC)


def test_approved_after_the_deadline_nothing_is_collected() -> None:
    """BM-04: at the deadline it is held; even past the payment day a yes does not make up for it."""
    of = files.sender(files_four_eyes="always")
    done = files.send(of, files.file(of))
    assert done.state == "awaiting_approval"
    dd.mandate(of.agreement, "1000")
    late = datetime(2027, 2, 3, 9, tzinfo=UTC)
    approve(of.id, delivery=done.id, membership=files.member_of(of), sha256=done.sha256, at=late)
    advance(of.id, delivery=done.id, at=late)
    dd.days(of.id, date(2027, 2, 3), date(2027, 2, 5))
    found = [(each.state, each.pays_on, each.settled_on) for each in files.collections(of)]
    assert (files.get(of, done.id).state, found) == ("rejected", [])


def test_a_duplicate_that_is_confirmed_after_the_deadline_is_not_collected() -> None:
    """BP-47, U13: "send it all the same" is said of today's deadlines."""
    of = files.sender()
    files.send(of, files.file(of, identification="7"))
    held = files.send(of, files.file(of, identification="7", customers=["2000"]), at=AT + timedelta(days=1))
    assert held.state == "held_duplicate"
    late = datetime(2027, 1, 28, 9, tzinfo=UTC)
    confirm_duplicate(of.id, delivery=held.id, reason="Ja", actor=SYSTEM, at=late)
    advance(of.id, delivery=held.id, at=late)
    assert [each.match_key for each in files.collections(of)] == ["1000"]


@pytest.mark.parametrize("beside", [False, True])
def test_what_another_agreement_lets_pass_does_not_pass_here(beside: bool) -> None:
    """U13: an agreement that lets late ones go into the next month says nothing about the company's others."""
    of = files.sender()  # its agreement refuses what comes late
    if beside:
        dd.agreement(of.id, product="basis", on_late="next_month")
    dd.mandate(of.agreement, "1000")
    done = files.send(of, files.file(of), at=LATE)
    dd.days(of.id, date(2027, 1, 29), date(2027, 2, 2))
    assert (done.state, [(each.state, each.settled_on) for each in files.collections(of)]) == ("rejected", [])


def test_what_goes_into_the_next_month_is_put_before_the_approver_again() -> None:
    """BM-04: her yes was to February; March wants another one, and is collected in March."""
    of = files.sender(files_four_eyes="always")
    later = dd.agreement(of.id, product="basis", on_late="next_month")
    dd.mandate(later, "1000")
    waits = files.send(of, files.file(of, agreement=later))
    boss = files.member_of(of)

    def yes(at: datetime) -> Delivery:
        approve(of.id, delivery=waits.id, membership=boss, sha256=waits.sha256, at=at)
        advance(of.id, delivery=waits.id, at=at)
        return files.get(of, waits.id)

    again = yes(LATE)
    assert (again.state, again.content["effects"]["moved"], files.collections(of)) == ("awaiting_approval", 1, [])
    assert yes(LATE + timedelta(hours=1)).state == "processed"
    assert [each.pays_on for each in files.collections(of)] == [date(2027, 3, 1)]


def test_a_yes_that_is_checked_anew_to_the_same_stands() -> None:
    """BM-04: a file without a deadline, approved on another day; nobody is asked twice."""
    of = files.sender(files_four_eyes="always")
    dd.agreement(of.id, pbs_number=of.agreement.pbs_number, product="basis", is_test=True)
    waits = files.run(of, files.put(of, files.file(of, subsystem="KR9"), environment="test"))
    assert (waits.state, waits.deadline_at) == ("awaiting_approval", None)
    at = AT + timedelta(days=1)
    approve(of.id, delivery=waits.id, membership=files.member_of(of), sha256=waits.sha256, at=at)
    advance(of.id, delivery=waits.id, at=at)
    assert files.get(of, waits.id).state == "processed"


def test_what_our_own_delay_kept_beyond_the_payment_day_is_not_collected() -> None:
    """Annex D.1: it came in time and waited for us; nobody is debited for a day that has passed."""
    of = files.sender(files_undo_minutes=10)
    held = files.send(of, files.file(of))
    done = files.let_go(of, held, at=datetime(2027, 2, 1, 5, tzinfo=UTC))
    assert (done.state, done.code, files.collections(of)) == ("failed", "day.past", [])
