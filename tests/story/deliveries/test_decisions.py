"""What a human decides: duplicates, four eyes, undo; and nobody but the one who may (BP-47, BM-04, BM-06, SEC-32)."""

import json
from datetime import datetime, timedelta
from functools import partial
from random import Random
from uuid import UUID

import pytest

from selvbetjening.domain.access.actions.suspend import suspend
from selvbetjening.domain.access.models import Membership
from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.advance import advance
from selvbetjening.domain.deliveries.actions.approve import approve
from selvbetjening.domain.deliveries.actions.confirm import confirm_duplicate
from selvbetjening.domain.deliveries.actions.release import release
from selvbetjening.domain.deliveries.actions.sweep import tidy
from selvbetjening.domain.deliveries.actions.withdraw import withdraw
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.organizations.rules import Refused as ChoiceRefused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM, Actor
from tests import business
from tests import deliveries as files
from tests.deliveries import AT, MINUTE, Sender
from tests.hostile.at_once import at_once

pytestmark = pytest.mark.usefixtures("database")


def said(of: Sender, done: Delivery) -> list[str]:
    return [json.loads(each.text)["status"] for each in files.receipts(of, done.id)]


def after(of: Sender, done: Delivery, *, at: datetime = AT) -> Delivery:
    """What the pipeline makes of it next."""
    advance(of.id, delivery=done.id, at=at)
    return files.get(of, done.id)


def test_a_clients_retry_is_linked_to_the_first_and_costs_nobody_anything() -> None:
    """BP-47: the same user, name and bytes within fifteen minutes."""
    of = files.sender()
    data = files.file(of)
    first = files.put(of, data, name="a.txt")
    by_page = files.upload(of, data, name="b.txt")[1]
    again = files.upload(of, data, name="b.txt", at=AT + 15 * MINUTE)[1]
    assert (again.outcome, first.outcome, by_page.outcome) == ("duplicate_of", "delivered", "delivered")
    done = files.run(of, again)
    assert (done.state, done.duplicate_of_id) == ("duplicate_of", by_page.delivery)
    assert said(of, done) == ["duplicate_of"]


def test_a_file_that_was_taken_back_counts_when_it_is_sent_again_at_once() -> None:
    """BP-47, BM-06: its receipt says "send the file again if it is to count after all", and so it does."""
    of = files.sender(files_undo_minutes=10)
    data = files.file(of)
    held = files.run(of, files.upload(of, data, name="a.txt")[1])
    withdraw(of.id, delivery=held.id, actor=SYSTEM, at=AT + MINUTE)
    again = files.upload(of, data, name="a.txt", at=AT + 2 * MINUTE)[1]
    assert (held.state, again.outcome) == ("holding", "delivered")
    done = files.let_go(of, files.run(of, again, at=AT + 2 * MINUTE), at=AT + 12 * MINUTE)
    assert (done.state, len(files.collections(of))) == ("processed", 1)


def test_the_same_content_later_waits_for_a_human() -> None:
    """BP-47: held, said in K2; sent all the same, or taken back; each once."""
    of = files.sender()
    data = files.file(of)
    first = files.send(of, data)
    held = [files.send(of, data, at=AT + timedelta(days=1, hours=hour)) for hour in (0, 1)]
    assert [(each.state, each.code, each.duplicate_of_id) for each in held] == [
        ("held_duplicate", "duplicate.content", first.id),
        ("held_duplicate", "duplicate.content", held[0].id),
    ]
    assert len(files.collections(of)) == 1
    at = AT + timedelta(days=1)
    confirm_duplicate(of.id, delivery=held[0].id, reason="Ja", actor=SYSTEM, at=at)
    assert after(of, held[0], at=at).state == "processed"
    withdraw(of.id, delivery=held[1].id, actor=SYSTEM, at=at, reason="Nej", why="duplicate")
    for late in (held[0], held[1], first):
        with pytest.raises(Refused, match="not_now"):
            withdraw(of.id, delivery=late.id, actor=SYSTEM, at=at)
        with pytest.raises(Refused, match="not_now"):
            confirm_duplicate(of.id, delivery=late.id, reason="Ja", actor=SYSTEM, at=at)
    assert len(files.collections(of)) == 1  # the same collections again change nothing


def test_the_same_delivery_number_with_other_content_waits_for_a_human() -> None:
    """BP-47, annex D.3; test and production are never compared."""
    of = files.sender()
    first = files.send(of, files.file(of, [14_900]))
    other = files.send(of, files.file(of, [9_900], customers=["5"]))
    assert (other.state, other.code, other.duplicate_of_id) == ("held_duplicate", "duplicate.identity", first.id)
    assert files.send(of, files.file(of, [9_900], identification="2", customers=["7"])).state == "processed"


def test_two_of_the_same_at_once_one_counts() -> None:
    """BP-47: from both doors at the same moment; the one with the lower number goes first, whoever is faster."""
    of = files.sender()
    data = files.file(of)
    made = at_once([lambda: files.put(of, data), lambda: files.upload(of, data)[1]])
    assert sorted(each.number for each in made) == [1, 2]
    at_once([lambda: files.run(of, made[0]), lambda: files.run(of, made[1])])
    states = {each.number: files.get(of, each.delivery).state for each in made}
    assert states == {1: "processed", 2: "held_duplicate"}
    assert len(files.collections(of)) == 1


def test_a_slow_file_is_held_behind_a_faster_one_of_the_same_delivery_number() -> None:
    """BP-47, annex D.3: the one that came first is large and still being checked; both at once, one is booked."""
    of = files.sender()
    slow = files.put(of, files.file(of, [14_900, 19_900], customers=["1", "2"]))
    quick = files.send(of, files.file(of, [9_900], customers=["5"]))
    held = files.run(of, slow)
    assert (quick.state, held.state, held.code) == ("processed", "held_duplicate", "duplicate.identity")
    assert (held.duplicate_of_id, len(files.collections(of))) == (quick.id, 1)
    for turn in range(2, 5):
        pair = [files.put(of, files.file(of, [amount], identification=str(turn))) for amount in (100, 200)]
        at_once([partial(files.run, of, each) for each in pair])
        states = sorted(files.get(of, each.delivery).state for each in pair if each.delivery)
        assert states == ["held_duplicate", "processed"]


def test_nobody_decides_for_five_banking_days() -> None:
    """Annex D.3: taken back, with a receipt."""
    of = files.sender()
    files.send(of, files.file(of))
    held = files.send(of, files.file(of), at=AT + timedelta(hours=1))
    for days, state in ((7, "held_duplicate"), (8, "withdrawn")):
        tidy(of.id, at=AT + timedelta(days=days))
        assert files.get(of, held.id).state == state
    assert said(of, held)[-1] == "withdrawn"


def test_an_unchanged_put_at_two_in_the_morning_needs_two_people_before_anything_leaves() -> None:
    """BM-04, SEC-32: not by its sender, not twice by one, not for other bytes, and by no other way."""
    of = files.sender(files_four_eyes="always", files_approvers=2)
    one, other = files.member_of(of), files.member_of(of)
    waits = files.send(of, files.file(of))
    assert (waits.state, waits.approvals_needed, files.collections(of)) == ("awaiting_approval", 2, [])
    for sweeps in range(3):
        tidy(of.id, at=AT + timedelta(days=sweeps))
    assert not release(of.id, delivery=waits.id, at=AT + timedelta(days=400))
    assert after(of, waits, at=AT + timedelta(days=3)).state == "awaiting_approval"
    with pytest.raises(Refused, match="not_now"):
        confirm_duplicate(of.id, delivery=waits.id, reason="Ja", actor=SYSTEM, at=AT)

    def yes(member: UUID, sha256: str = waits.sha256) -> Delivery:
        return approve(of.id, delivery=waits.id, membership=member, sha256=sha256, at=AT)

    with pytest.raises(Refused, match="own_file"):  # responsible for the machine that sent it
        yes(of.person)
    with pytest.raises(Refused, match="stale"):
        yes(one, "0" * 64)
    assert yes(one).state == "awaiting_approval"
    with pytest.raises(Refused, match="approved_already"):
        yes(one)
    assert yes(other).state == "accepted"
    assert after(of, waits).state == "processed"
    with pytest.raises(Refused, match="not_now"):
        yes(other)


def test_one_human_in_two_memberships_is_one_approver() -> None:
    """SEC-32: distinct (issuer, sub)."""
    of = files.sender(files_four_eyes="always")
    files.member_of(of)  # somebody stays who manages
    with within(of.id):
        sent_by = Membership.objects.select_related("organization", "user").get(id=of.person)
        Membership.objects.filter(id=of.person).update(state="anonymised")
    twin = business.member(sent_by.organization, who=sent_by.user)
    waits = files.send(of, files.file(of))
    with pytest.raises(Refused, match="own_file"):
        approve(of.id, delivery=waits.id, membership=twin.id, sha256=waits.sha256, at=AT)


def test_a_policy_that_changed_or_an_access_that_ended_voids_what_was_said() -> None:
    """BM-04, SEC-28: an approval is bound to the policy in force and to an approver who still is one."""
    of = files.sender(files_four_eyes="always", files_approvers=2)
    one, other, third = (files.member_of(of) for _ in range(3))
    waits = files.send(of, files.file(of))

    def yes(member: UUID) -> Delivery:
        return approve(of.id, delivery=waits.id, membership=member, sha256=waits.sha256, at=AT)

    yes(one)
    suspend(of.id, membership=one, by=other, reason="", at=AT)
    assert yes(other).state == "awaiting_approval"
    choose(of.id, values={"files_four_eyes_count": 1}, actor=SYSTEM, at=AT, by_managers=True)
    assert yes(third).state == "awaiting_approval"  # the other's yes was under another policy
    assert yes(other).state == "accepted"
    with within(of.id):
        assert len(queries.approvers_of(of.id, delivery=waits.id)) == 2


def test_a_weaker_policy_needs_two() -> None:
    """SEC-32: policy weakening itself needs two."""
    of = files.sender(files_four_eyes="above", files_four_eyes_amount=100_00, files_approvers=2)
    for code, value in (
        ("files_four_eyes", "off"), ("files_approvers", 1), ("files_four_eyes_amount", 100_01),
        ("files_four_eyes_amount", 0),
    ):  # fmt: skip
        with pytest.raises(ChoiceRefused, match="two_persons"):
            choose(of.id, values={code: value}, actor=SYSTEM, at=AT)
    stronger = {"files_four_eyes": "always", "files_four_eyes_amount": 50_00, "files_four_eyes_count": 5}
    assert set(choose(of.id, values=stronger, actor=SYSTEM, at=AT)) == set(stronger)


def test_only_files_above_the_amount_or_the_number_wait() -> None:
    """BM-04."""
    of = files.sender(files_four_eyes="above", files_four_eyes_amount=200_00, files_four_eyes_count=3)
    states = []
    for place, amounts in enumerate([[199_99], [100_00, 100_00], [1_00, 1_00, 1_00]], start=1):
        customers = [f"{place}{each}" for each in range(len(amounts))]
        data = files.file(of, amounts, identification=str(place), customers=customers)
        states.append(files.send(of, data).state)
    assert states == ["processed", "awaiting_approval", "awaiting_approval"]


def test_a_file_can_be_taken_back_until_the_window_ends() -> None:
    """BM-06: worker down, nothing is released early; taken back, nothing ever happens."""
    of = files.sender(files_undo_minutes=10)
    done, back = (files.send(of, files.file(of, identification=str(n), customers=[str(n)])) for n in (1, 2))
    assert (done.state, done.hold_until) == ("holding", AT + 10 * MINUTE)
    assert not release(of.id, delivery=done.id, at=AT + 10 * MINUTE - timedelta(microseconds=1))
    withdraw(of.id, delivery=back.id, actor=Actor("user", str(of.person)), at=AT + 9 * MINUTE)
    tidy(of.id, at=AT + 10 * MINUTE)
    assert files.get(of, done.id).state == "accepted"
    assert after(of, done).state == "processed"
    assert after(of, back).state == "withdrawn"
    assert [each.match_key for each in files.collections(of)] == ["1"]
    with pytest.raises(Refused, match="not_now"):
        withdraw(of.id, delivery=done.id, actor=SYSTEM, at=AT + 10 * MINUTE)
    assert said(of, back) == ["received", "holding", "withdrawn"]


def test_undo_and_release_at_the_same_time_one_wins() -> None:
    """BM-06, SEC-35: compare-and-set on the state; an effect never happens after a successful undo."""
    of, chance = files.sender(files_undo_minutes=1), Random(3)
    at = AT + MINUTE
    for number in range(8):
        row = files.send(of, files.file(of, identification=str(number + 1), customers=[f"7{number}"]))

        def undo(delivery: UUID = row.id) -> bool:
            try:
                withdraw(of.id, delivery=delivery, actor=SYSTEM, at=at)
            except Refused:
                return False
            return True

        def let_go(delivery: UUID = row.id) -> bool:
            released = release(of.id, delivery=delivery, at=at)
            advance(of.id, delivery=delivery, at=at)
            return released

        works = [undo, let_go, let_go]
        chance.shuffle(works)
        answers = dict(zip([work.__name__ for work in works], at_once(works), strict=True))
        state = files.get(of, row.id).state
        booked = f"7{number}" in {each.match_key for each in files.collections(of)}
        assert (state, booked) in {("withdrawn", False), ("processed", True)}, answers
        assert answers["undo"] is (state == "withdrawn")
