"""What stays away is told to those who can do something, once a day; what no file takes back is a person's (U18)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from betalingsservice.calendar import COMPUTED
from betalingsservice.deadlines import Month, cycle
from selvbetjening.domain.access.models import Notice
from selvbetjening.domain.directdebit.actions.ask_collections import Refused
from selvbetjening.domain.directdebit.actions.bank_line import bank_line_job
from selvbetjening.domain.directdebit.actions.make_output import make_output, make_outputs
from selvbetjening.domain.directdebit.actions.withdraw_collections import withdraw_collections
from selvbetjening.domain.directdebit.actions.write_delivery import write_collections
from selvbetjening.domain.directdebit.models import Collection, OutputKind
from selvbetjening.domain.directdebit.ports import LineFailed
from selvbetjening.domain.directdebit.queries.by_hand import to_ask_for
from selvbetjening.domain.history.actions.react import react
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from tests import business
from tests import directdebit as dd
from tests.external import HeldLine, ask, external, facts, ready, run, wish
from tests.story.directdebit.test_answers import answer, given, payment

pytestmark = pytest.mark.usefixtures("database", "line")
CYCLE = cycle(Month.of(dd.DUE), calendar=COMPUTED)


def people(company: OrganizationId) -> None:
    """A manager, one who may see to the money, and one who may only look."""
    with within(company):
        owner = Organization.objects.get(id=company)
    business.member(owner, role="access_manager")
    business.member(owner, grants={"selvbetjening": ["view", "money"]})
    business.member(owner, grants={"selvbetjening": ["view"]})


def told(company: OrganizationId, at: datetime) -> list[str]:
    react(company, at=at)
    with within(company):
        found = Notice.objects.filter(organization_id=company, kind="debits").order_by("at", "id")
        return list(found.values_list("code", flat=True))


def mails(company: OrganizationId) -> list[str]:
    with within(company):
        return list(
            Message.objects.filter(organization_id=company, kind="debit_trouble").values_list("subject", flat=True)
        )


def test_a_line_that_is_down_for_hours_is_told_once_and_when_it_is_back() -> None:
    """BP-77: not after some minutes, once for an outage, and once more when it works again."""
    company, _mine, connection = ready()
    people(company)
    at = dd.AT
    for failures in range(1, 12):
        HeldLine.fails = {"open": LineFailed("unreachable")}
        run(connection, at)
        assert told(company, at) == (["debits:line_down"] if failures >= 7 else [])
        at += timedelta(minutes=30)
    assert len(mails(company)) == 1  # the manager; neither the money's nor the viewer's business
    run(connection, at)
    assert told(company, at) == ["debits:line_down", "debits:line_back"]
    run(connection, at + timedelta(minutes=10))
    assert len(told(company, at)) == 2 and facts(company, "bank_line_back") == 1


def test_answers_of_nothing_are_told_once_a_day_to_whoever_sees_to_money() -> None:
    """17.1: 12: two files of them on a day are one mail to each; the next day's is another."""
    company, mine = external()
    people(company)
    for number in ("77", "78"):
        given(company, answer(mine, "0602", "0211", payment(mine, number, reference=f"X{number}")))
    assert told(company, dd.AT) == ["debits:unmatched"] * 2 and len(mails(company)) == 2
    given(company, answer(mine, "0602", "0211", payment(mine, "79", reference="X79")), at=dd.AT + timedelta(days=1))
    assert len(told(company, dd.AT)) == 4


def test_a_held_file_and_a_refused_sending_are_told() -> None:
    """U3, 17.2: both wait for a person, so a person hears of them."""
    company, mine, connection = ready()
    people(company)
    ask(mine, wish())
    made = write_collections(company, agreement=mine.id, all_that_waits=True, at=dd.AT)
    assert made is not None
    HeldLine.there = {made.file_name: b"something else"}
    paid = answer(mine, "0602", "0211", payment(mine, "1017", reference="F1017"))
    HeldLine.ready = {"D1.602": (paid.replace(b"%015d" % 14950, b"%015d" % 14951), 1)}
    run(connection, dd.AT)
    assert sorted(set(told(company, dd.AT))) == ["debits:file_held", "debits:file_refused"]


def job(company: Any, at: datetime, *, is_down: bool = False) -> None:
    HeldLine.fails = {"open": LineFailed("unreachable")} if is_down else {}
    clock.set_source(lambda: at)
    try:
        bank_line_job.task.func(organization=str(company))
    finally:
        clock.reset()


def replaced() -> tuple[OrganizationId, Any, Any, Any]:
    """One that was sent, under an agreement that lets a later amount take its place."""
    company, mine, connection = ready(on_repeat="replace")
    people(company)
    (first,) = ask(mine, wish())
    write_collections(company, agreement=mine.id, all_that_waits=True, at=dd.AT)
    job(company, dd.AT)
    return company, mine, connection, first


def test_a_withdrawal_alone_makes_a_file() -> None:
    """U18: nothing else is asked for, and the next look writes and sends the entry without an amount."""
    company, _mine, _connection, first = replaced()
    assert withdraw_collections(company, collections=[first], at=dd.AT).in_next_file == (first,)
    job(company, dd.AT + timedelta(minutes=10))
    assert len(HeldLine.there) == 2 and dd.states(company) == {"1017": "cancelled"}
    assert "debits:by_hand" not in told(company, dd.AT)


def test_what_no_file_could_take_back_is_a_persons() -> None:
    """U18: nobody looked until the deadline had passed, or what is agreed has changed: told, and on the list."""
    company, mine, _connection, first = replaced()
    assert withdraw_collections(company, collections=[first], at=dd.AT).in_next_file == (first,)
    job(company, CYCLE.late + timedelta(minutes=1))
    assert len(HeldLine.there) == 1 and dd.states(company) == {"1017": "received"}
    with within(company):
        assert [row.id for row in to_ask_for(company, today=dd.DUE)] == [first]
        assert to_ask_for(company, today=dd.DUE + timedelta(days=1)) == []
    assert set(told(company, dd.AT)) == {"debits:by_hand"}
    job(company, CYCLE.late + timedelta(hours=2))
    assert facts(company, "collection_withdrawn") == 2  # that it is, and that no file says so
    given(company, answer(mine, "0602", "0211", payment(mine, "1017", reference="F1017")))
    assert dd.states(company) == {"1017": "completed"}  # they debited her: what is told is booked


def test_a_withdrawal_whose_file_never_went_out_is_a_persons() -> None:
    """The line was down until the late deadline: the file is refused, and what it took back is asked for by hand."""
    company, _mine, _connection, first = replaced()
    withdraw_collections(company, collections=[first], at=dd.AT)
    job(company, dd.AT + timedelta(minutes=10), is_down=True)
    assert dd.states(company) == {"1017": "cancelled"}
    job(company, CYCLE.late + timedelta(minutes=1))
    assert len(HeldLine.there) == 1
    with within(company):
        assert [row.id for row in to_ask_for(company, today=dd.AT.date())] == [first]
    assert {"debits:by_hand", "debits:file_refused"} == set(told(company, dd.AT))


def test_collected_is_one_file_a_month() -> None:
    """7, 15: payments late in the month wait for the next month's file; nothing makes a second one of a month."""
    company = dd.company()
    mine = dd.agreement(company, payments="collected", information=False)
    for number, day in (("1017", date(2027, 2, 1)), ("1018", date(2027, 2, 15)), ("1019", date(2027, 2, 22))):
        dd.mandate(mine, number)
        dd.register(company, [dd.line(mine, number, 10_000, due=day)])
    made, day = [], date(2027, 1, 23)
    while day <= date(2027, 4, 1):
        dd.days(company, day, day)
        at = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
        made += [each.made_on for each in make_outputs(company, today=day, at=at) if each.kind == OutputKind.PAYMENTS]
        day += timedelta(days=1)
    assert made == [date(2027, 2, 9), date(2027, 3, 9)]


def test_collected_is_asked_for_by_hand_no_sooner() -> None:
    """7: also a direct call makes nothing before the refusal day has passed."""
    company = dd.company()
    mine = dd.agreement(company, payments="collected", information=False)
    dd.mandate(mine, "1017")
    dd.register(company, [dd.line(mine, "1017", 10_000)])
    dd.days(company, date(2027, 1, 23), date(2027, 2, 5))
    day = date(2027, 2, 8)
    assert make_output(company, agreement=mine.id, kind=OutputKind.PAYMENTS, today=day, at=dd.AT) is None


def test_at_easter_nobody_is_debited_twice_on_a_day() -> None:
    """4, 6.4, 17.1: 8: a file wants Easter Sunday, which is paid on Tuesday; ours may not be that Tuesday's, too."""
    easter, tuesday, wednesday = date(2027, 3, 28), date(2027, 3, 30), date(2027, 3, 31)
    at = datetime(2027, 2, 10, 9, tzinfo=UTC)
    company = dd.company()
    mine = dd.agreement(company)
    dd.mandate(mine, "1017")
    dd.register(company, [dd.line(mine, "1017", 14950, due=easter)], at=at)
    with pytest.raises(Refused, match="taken"):
        ask(mine, wish(due_on=tuesday), at=at)
    with pytest.raises(Refused, match="closed_day"):
        ask(mine, wish(due_on=easter), at=at)
    ask(mine, wish(due_on=wednesday), at=at)
    with within(company):
        days = list(Collection.objects.filter(organization_id=company).values_list("pays_on", flat=True))
    assert sorted(days) == [tuesday, wednesday]


def test_before_easter_too_where_the_day_goes_back() -> None:
    """6.4: with the preceding banking day Easter Sunday is paid on the Wednesday before."""
    at = datetime(2027, 2, 10, 9, tzinfo=UTC)
    company = dd.company()
    mine = dd.agreement(company, on_closed_day="preceding")
    dd.mandate(mine, "1017")
    dd.register(company, [dd.line(mine, "1017", 14950, due=date(2027, 3, 28))], at=at)
    with pytest.raises(Refused, match="taken"):
        ask(mine, wish(due_on=date(2027, 3, 24)), at=at)
    ask(mine, wish(due_on=date(2027, 3, 30)), at=at)
