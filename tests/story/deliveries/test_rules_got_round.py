"""Somebody wants a file past the second pair of eyes: finer rules, split totals, changed accounts (BM-04, SEC-32)."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from io import BytesIO
from typing import Any

import pytest

from betalingsservice.layouts import delivery_0601 as layout
from betalingsservice.layouts.frame import DeliveryStart
from betalingsservice.settings import Settings
from betalingsservice.writer import Writer
from selvbetjening.domain.access.actions.policies import set_policies
from selvbetjening.domain.deliveries.actions.approve import approve
from selvbetjening.domain.deliveries.actions.withdraw import withdraw
from selvbetjening.domain.deliveries.models import Approval
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.directdebit.actions.agreements import change_agreement, end_agreement, open_agreement
from selvbetjening.domain.directdebit.models import CreditorAgreement
from selvbetjening.domain.directdebit.queries.agreements import terms_of
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.organizations.rules import Refused as ChoiceRefused
from selvbetjening.domain.organizations.rules.register import approval
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from tests import deliveries as files
from tests import directdebit
from tests.deliveries import AT, MINUTE, Sender
from tests.hostile.at_once import at_once
from tests.story.deliveries.test_approval_rules import reasons, rule

pytestmark = pytest.mark.usefixtures("database")


def key(number: str) -> str:
    return approval.key(solution="betalingsservice", pbs_number=number)


def of_two(first: CreditorAgreement, second: CreditorAgreement, minor: int, *, identification: str) -> bytes:
    """One delivery with so many øre for each of two agreements."""
    out = BytesIO()
    start = DeliveryStart(
        supplier_number=directdebit.SUPPLIER, delivery_type="0601", identification=identification,
        created_on=AT.date(), subsystem="BS1",
    )  # fmt: skip
    writer = Writer(out, start, settings=Settings(several_a_day=True))
    for each in (first, second):
        writer.open_section(layout.SectionStart(pbs_number=each.pbs_number, section="0112", group=each.debtor_group))
        line = directdebit.line(each, f"7{identification}", minor, due=directdebit.DUE, mandate="123456805")
        writer.add(line)
        writer.close_section()
    writer.close()
    return out.getvalue()


def test_a_limit_shared_by_two_numbers_is_not_split_by_one_person() -> None:
    """BM-04, SEC-32: two own rules with the shared rule's limit let a file go that waited before: two must say so."""
    of = files.sender(files_four_eyes="above", files_four_eyes_amount=10_000)
    other = directdebit.agreement(of.id, product="basis", on_repeat="replace")
    waits = files.send(of, of_two(of.agreement, other, 6_000, identification="1"))
    assert (waits.state, reasons(waits)) == ("awaiting_approval", [("amount", 12_000, 0)])
    second = files.member_of(of)
    finer = {key(each.pbs_number): rule(amount=10_000) for each in (of.agreement, other)}
    with pytest.raises(ChoiceRefused) as refused:
        choose(of.id, values={approval.CODE: finer}, actor=SYSTEM, at=AT)
    assert refused.value.reason == "two_persons"
    held = set_policies(of.id, values={approval.CODE: finer}, by=second, at=AT)
    assert set(held) == {f"{approval.CODE} {name}" for name in finer}
    assert files.send(of, of_two(of.agreement, other, 6_000, identification="2")).state == "awaiting_approval"


def test_one_after_the_other_it_is_not_split_either() -> None:
    """SEC-32: the first own rule is no weaker by itself, the second one makes it so."""
    of = files.sender(files_four_eyes="above", files_four_eyes_amount=10_000)
    other = directdebit.agreement(of.id, product="basis", on_repeat="replace")
    files.member_of(of)
    assert set_policies(of.id, values={approval.CODE: {key("*"): rule(amount=9_000)}}, by=of.person, at=AT) == ()
    one, two = ({key(each.pbs_number): rule(amount=9_000)} for each in (of.agreement, other))
    assert set_policies(of.id, values={approval.CODE: one}, by=of.person, at=AT) == ()
    assert set_policies(of.id, values={approval.CODE: two}, by=of.person, at=AT) != ()
    strict = {key(other.pbs_number): rule(kind="always")}
    assert set_policies(of.id, values={approval.CODE: strict}, by=of.person, at=AT) == ()
    assert files.send(of, of_two(of.agreement, other, 6_000, identification="1")).state == "awaiting_approval"


def test_an_account_changed_under_an_earlier_agreement_is_remembered() -> None:
    """BM-04: the account is changed, the agreement ended and made anew with the new account: the first file waits."""
    of = files.sender()
    mine = {key(of.agreement.pbs_number): rule(account=True)}
    choose(of.id, values={approval.CODE: mine}, actor=SYSTEM, at=AT, by_managers=True)
    assert files.send(of, files.file(of)).state == "processed"
    at = AT + timedelta(hours=1)
    with within(of.id):
        terms = replace(terms_of(of.id, agreement=of.agreement.id), settlement_account="0000098765")
    change_agreement(of.id, agreement=of.agreement.id, terms=terms, actor=SYSTEM, at=at)
    assert end_agreement(of.id, agreement=of.agreement.id, ends_on=AT.date(), actor=SYSTEM, at=at)
    open_agreement(of.id, terms=terms, actor=SYSTEM, at=at + timedelta(minutes=1))
    held = files.send(of, files.file(of, identification="2", customers=["7"]), at=at + timedelta(minutes=2))
    assert (held.state, reasons(held)) == ("awaiting_approval", [("account", 0, 0)])


def _waits(needed: int = 1, **choices: Any) -> tuple[Sender, Any]:
    of = files.sender(files_four_eyes="always", files_approvers=needed, **choices)
    return of, files.send(of, files.file(of))


def test_two_who_say_yes_at_once_to_the_last_yes_let_it_go_once() -> None:
    """BM-04: a race of approvers registers every collection once."""
    of, row = _waits()
    people = [files.member_of(of) for _ in range(3)]

    def yes(who: Any) -> Any:
        return lambda: approve(of.id, delivery=row.id, membership=who, sha256=row.sha256, at=AT)

    told = at_once([yes(who) for who in people])
    assert sorted(getattr(each, "code", "yes") for each in told if isinstance(each, Refused)) == ["not_now", "not_now"]
    with within(of.id):
        assert Approval.objects.filter(delivery=row.id).count() == 1


def test_one_person_twice_at_once_is_one_yes() -> None:
    """BM-04: with two wanted, the same human's two presses are one."""
    of, row = _waits(2)
    who = files.member_of(of)
    works = [lambda: approve(of.id, delivery=row.id, membership=who, sha256=row.sha256, at=AT)] * 2
    told = at_once(works)
    assert sum(isinstance(each, Refused) for each in told) == 1
    assert files.get(of, row.id).state == "awaiting_approval"


def test_a_yes_and_a_no_at_once_one_wins() -> None:
    """BM-04, BM-06: what is withdrawn is never accepted."""
    for _ in range(5):
        of, row = _waits()
        who = files.member_of(of)
        told = at_once([
            partial(approve, of.id, delivery=row.id, membership=who, sha256=row.sha256, at=AT),
            partial(withdraw, of.id, delivery=row.id, actor=SYSTEM, at=AT, why="approver"),
        ])  # fmt: skip
        assert sum(isinstance(each, Refused) for each in told) == 1
        won = files.get(of, row.id).state
        assert won == ("withdrawn" if isinstance(told[0], Refused) else "accepted")


def _limited(**parts: Any) -> Sender:
    return files.sender(files_four_eyes="above", **parts)


def _small(of: Sender, place: int, minor: int = 4_000, at: Any = AT) -> Any:
    return files.send(of, files.file(of, [minor], identification=str(place), customers=[f"9{place}"]), at=at)


def test_a_total_is_not_split_over_several_files() -> None:
    """BM-04: what went without a yes within 24 hours is added up; what was approved, taken back or refused is not."""
    of = _limited(files_four_eyes_amount=10_000)
    went = [_small(of, place, at=AT + place * MINUTE) for place in (1, 2)]
    assert [row.state for row in went] == ["processed", "processed"]
    at = AT + timedelta(minutes=3)
    held = _small(of, 3, at=at)
    assert (held.state, reasons(held)) == ("awaiting_approval", [("amount_added", 12_000, 0)])
    other = files.member_of(of)
    assert approve(of.id, delivery=held.id, membership=other, sha256=held.sha256, at=at).state == "accepted"
    assert _small(of, 4, 1_999, at).state == "processed"
    assert reasons(_small(of, 5, 1, at)) == [("amount_added", 10_000, 0)]
    day = timedelta(hours=24)
    assert _small(of, 6, 4_000, AT + MINUTE + day).state == "processed", "the first one of 4,000 is a day old"
    assert _small(of, 7, 11, AT + MINUTE + day).state == "awaiting_approval"


def test_a_number_of_collections_is_not_split_either_and_others_are_not_meant() -> None:
    """BM-04: by number of the rule's own PBS number; a test adds nothing to production."""
    of = files.sender()
    other = directdebit.agreement(of.id, product="basis", on_repeat="replace")
    mine = {key(of.agreement.pbs_number): rule(count=3)}
    choose(of.id, values={approval.CODE: mine}, actor=SYSTEM, at=AT, by_managers=True)
    elsewhere = files.file(of, [1] * 5, agreement=other, identification="8")
    assert files.send(of, elsewhere).state == "processed"
    assert [_small(of, place).state for place in (1, 2)] == ["processed", "processed"]
    third = _small(of, 3)
    assert (third.state, reasons(third)) == ("awaiting_approval", [("count_added", 3, 0)])


def test_files_that_are_checked_at_once_do_not_pass_each_other() -> None:
    """BM-04: with threads; of five files that are together too much, only so many go as are not."""
    of = _limited(files_four_eyes_amount=10_000)
    sent = [
        files.put(of, files.file(of, [4_000], identification=str(place), customers=[f"9{place}"]), name=f"{place}.txt")
        for place in range(5)
    ]  # fmt: skip
    told = at_once([partial(files.run, of, one) for one in sent])
    assert not [each for each in told if isinstance(each, Exception)]
    states = sorted(files.get(of, one.delivery).state for one in sent if one.delivery)
    assert states == ["awaiting_approval"] * 3 + ["processed"] * 2


def test_in_the_undo_window_a_file_counts_as_going() -> None:
    """BM-04, BM-06: and once it was taken back it does not."""
    of = _limited(files_four_eyes_amount=10_000, files_undo_minutes=30)
    first, second = _small(of, 1, 6_000), _small(of, 2, 6_000)
    assert (first.state, second.state) == ("holding", "awaiting_approval")
    withdraw(of.id, delivery=first.id, actor=SYSTEM, at=AT)
    assert _small(of, 3, 6_000).state == "holding"
