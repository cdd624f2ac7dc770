"""From the overview to the money, and back: every step once, dated by the calendar (14, 15, 17.1: 13)."""

import threading
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connections

from selvbetjening.domain.directdebit import queries
from selvbetjening.domain.directdebit.actions.bank_line import bank_line_job
from selvbetjening.domain.directdebit.actions.charge_back import charge_back
from selvbetjening.domain.directdebit.actions.mandates import end_mandate
from selvbetjening.domain.directdebit.actions.settle_day import settle_day, sweep
from selvbetjening.domain.directdebit.models import Collection
from selvbetjening.domain.directdebit.ports import Answer, Asked, ClearingUnreached, Verdict
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from tests import directdebit as dd

pytestmark = pytest.mark.usefixtures("database")
FIRST, SAFE = date(2027, 2, 1), date(2027, 2, 9)


class Told:
    """A clearing that says what a test has told it, by customer; anything else is paid on its day."""

    verdicts: dict[str, tuple[Verdict, date]] = {}
    back: dict[str, date] = {}
    asked: list[Sequence[Asked]] = []
    broken = False

    def __init__(self, **_: Any) -> None:
        pass

    def decide(self, *, asked: Sequence[Asked], today: date) -> list[Answer]:
        if self.broken:
            raise ClearingUnreached("network")
        type(self).asked.append(asked)
        return [answer for each in asked if (answer := self._answer(each, today))]

    def _answer(self, each: Asked, today: date) -> Answer | None:
        if each.is_paid:
            on = self.back.get(each.match_key)
            known = on is not None and on <= today
            return Answer(id=each.id, verdict=Verdict.CHARGED_BACK, on=on) if known and on else None
        verdict, on = self.verdicts.get(each.match_key, (Verdict.PAID, each.pays_on))
        return Answer(id=each.id, verdict=verdict, on=on)


@pytest.fixture(autouse=True)
def clearing(settings: Any) -> type[Told]:
    settings.CLEARING = f"{__name__}.Told"
    Told.verdicts, Told.back, Told.asked, Told.broken = {}, {}, [], False
    return Told


def facts(organization: OrganizationId, name: str) -> list[dict[str, Any]]:
    with within(organization):
        return list(Event.objects.filter(organization_id=organization, name=name).values_list("data", flat=True))


def codes(organization: OrganizationId) -> dict[str, list[str]]:
    with within(organization):
        return {
            each.match_key: [told.code for told in queries.told_of_collection(organization, collection=each.id)]
            for each in queries.collections(organization, wanted=queries.Wanted())
        }


def test_a_month_of_collections(clearing: type[Told]) -> None:
    """13: never is "scheduled" paid; refusable until 8 February, final enough after it."""
    company = dd.company()
    mine = dd.agreement(company)
    for customer in ("1017", "1033", "1041"):
        dd.mandate(mine, customer)
    dd.register(company, [dd.line(mine, customer, 14950) for customer in ("1017", "1025", "1033", "1041", "1058")])
    clearing.verdicts = {"1033": (Verdict.REFUSED, FIRST), "1058": (Verdict.UNPAID, FIRST)}
    clearing.back = {"1041": date(2027, 2, 4)}
    dd.days(company, date(2027, 1, 22), date(2027, 1, 22))
    assert set(dd.states(company).values()) == {"received"}
    dd.days(company, date(2027, 1, 23), date(2027, 1, 31))
    assert set(dd.states(company).values()) == {"scheduled"}
    assert {each.match_key: each.way for each in dd.standing(company)} == {
        "1017": "automatic", "1025": "slip", "1033": "automatic", "1041": "automatic", "1058": "slip",
    }  # fmt: skip
    dd.days(company, FIRST, FIRST)
    paid = {"1017": "completed", "1025": "completed", "1033": "rejected", "1041": "completed", "1058": "unpaid"}
    assert dd.states(company) == paid
    dd.days(company, date(2027, 2, 2), date(2027, 2, 8))
    assert dd.states(company) == {**paid, "1041": "charged_back"}
    dd.days(company, SAFE, SAFE)
    assert dd.states(company) == {**paid, "1041": "charged_back", "1017": "final", "1025": "final"}
    assert codes(company) == {
        "1017": ["0236"],
        "1025": ["0297"],
        "1033": ["0237"],
        "1041": ["0236", "0239"],
        "1058": [],
    }
    slip = next(each for each in dd.standing(company) if each.match_key == "1025")
    with within(company):
        (told,) = queries.told_of_collection(company, collection=slip.id)
    assert (told.paid_on, told.booked_on, told.amount_minor) == (FIRST, date(2027, 2, 2), 14950)
    assert len(facts(company, "directdebit.collection_charged_back")) == 1


def test_days_left_out_come_to_the_same(clearing: type[Told]) -> None:
    """Should minus was: run every day, run once at the end, run twice: the same rows."""
    ends = []
    clearing.back = {"1041": date(2027, 2, 4)}
    for runs in ([FIRST - timedelta(days=9), FIRST, date(2027, 2, 5), SAFE], [SAFE, SAFE], [SAFE]):
        company = dd.company()
        mine = dd.agreement(company)
        for customer in ("1017", "1041"):
            dd.mandate(mine, customer)
        dd.register(company, [dd.line(mine, customer, 14950) for customer in ("1017", "1041")])
        for day in runs:
            dd.days(company, day, day)
        ends.append([(each.state, each.code, each.settled_on) for each in dd.standing(company)])
    assert (
        ends[0]
        == ends[1]
        == ends[2]
        == [
            ("final", "0236", FIRST),
            ("charged_back", "0239", date(2027, 2, 4)),
        ]
    )


def test_the_line_to_another_betalingsservice_finishes_nothing_of_ours(clearing: type[Told]) -> None:
    """15, 17.1 (13): a company with both; our day was left out, and the job of its line came first."""
    company = dd.company()
    mine = dd.agreement(company)
    dd.agreement(company, role="external")
    dd.mandate(mine, "1017")
    dd.register(company, [dd.line(mine, "1017", 14950)])
    dd.days(company, FIRST - timedelta(days=9), FIRST)
    clearing.back = {"1017": date(2027, 2, 8)}
    clock.set_source(lambda: datetime(2027, 2, 9, 4, tzinfo=UTC))
    try:
        bank_line_job.task.func(organization=str(company))
    finally:
        clock.reset()
    dd.days(company, SAFE, SAFE)
    assert (dd.states(company), codes(company)) == ({"1017": "charged_back"}, {"1017": ["0236", "0239"]})


def test_two_runs_at_once_settle_once() -> None:
    company = dd.company()
    mine = dd.agreement(company)
    dd.register(company, [dd.line(mine, str(number), 100) for number in range(1000, 1100)])
    dd.days(company, date(2027, 1, 23), date(2027, 1, 23))
    begin = threading.Barrier(2)

    def work() -> None:
        try:
            begin.wait()
            settle_day(company, today=FIRST, at=datetime(2027, 2, 1, 5, tzinfo=UTC))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(dd.states(company).values()) == {"completed"}
    assert {len(told) for told in codes(company).values()} == {1}
    assert sum(each["paid"] for each in facts(company, "directdebit.collections_settled")) == 100


def test_a_clearing_that_is_not_reached_is_asked_again(clearing: type[Told]) -> None:
    company = dd.company()
    mine = dd.agreement(company)
    dd.register(company, [dd.line(mine, "1017", 1)])
    dd.days(company, date(2027, 1, 23), date(2027, 1, 23))
    clearing.broken = True
    with pytest.raises(ClearingUnreached):
        dd.days(company, FIRST, FIRST)
    assert dd.states(company) == {"1017": "scheduled"}
    clearing.broken = False
    dd.days(company, FIRST, FIRST)
    assert dd.states(company) == {"1017": "completed"}


def test_basis_without_a_mandate_ends_and_a_mandate_that_ends_takes_it_along() -> None:
    """7.1 (0238), 16: Basis gives a customer without a mandate nothing. U24: three banking days."""
    company = dd.company()
    mine = dd.agreement(company, product="basis")
    held, soon = dd.mandate(mine, "1017"), dd.mandate(mine, "1025")
    dd.register(company, [dd.line(mine, customer, 100, mandate="1" * 9) for customer in ("1017", "1025", "1033")])
    dd.days(company, date(2027, 1, 23), date(2027, 1, 23))
    assert dd.states(company) == {"1017": "scheduled", "1025": "scheduled", "1033": "cancelled"}
    early, late = datetime(2027, 1, 25, 9, tzinfo=UTC), datetime(2027, 1, 28, 9, tzinfo=UTC)
    assert end_mandate(company, mandate=held.id, by="bank", actor=SYSTEM, at=early)
    assert end_mandate(company, mandate=soon.id, by="bank", actor=SYSTEM, at=late)
    assert not end_mandate(company, mandate=soon.id, by="bs", actor=SYSTEM, at=late)
    dd.days(company, date(2027, 1, 29), FIRST)
    assert dd.states(company) == {"1017": "cancelled", "1025": "completed", "1033": "cancelled"}
    assert codes(company) == {"1017": ["0238"], "1025": ["0236"], "1033": ["0238"]}


def test_a_charge_back_is_believed_at_any_time() -> None:
    """U24, 15: long after the refusal period; once, and not before anything was paid."""
    company = dd.company()
    mine = dd.agreement(company)
    dd.mandate(mine, "1017")
    dd.register(company, [dd.line(mine, "1017", 14950)])
    (only,) = dd.standing(company)
    on, at = date(2027, 6, 1), datetime(2027, 6, 1, 9, tzinfo=UTC)
    assert not charge_back(company, collection=only.id, on=on, actor=SYSTEM, at=at)
    dd.days(company, date(2027, 1, 23), SAFE)
    assert charge_back(company, collection=only.id, on=on, actor=SYSTEM, at=at)
    assert not charge_back(company, collection=only.id, on=on, actor=SYSTEM, at=at)
    assert codes(company) == {"1017": ["0236", "0239"]}
    assert dd.states(company) == {"1017": "charged_back"}


def test_killed_while_answers_are_booked_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from selvbetjening.domain.directdebit.actions import clear

    company = dd.company()
    mine = dd.agreement(company)
    dd.register(company, [dd.line(mine, "1017", 1)])
    dd.days(company, date(2027, 1, 23), date(2027, 1, 23))

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(clear, "_tell", die)
        with pytest.raises(KeyboardInterrupt):
            dd.days(company, FIRST, FIRST)
    assert (dd.states(company), codes(company)) == ({"1017": "scheduled"}, {"1017": []})
    dd.days(company, FIRST, FIRST)
    assert codes(company) == {"1017": ["0297"]}


def test_a_neighbour_s_day_is_not_mine() -> None:
    """SEC-05."""
    company, neighbour = dd.company(), dd.company()
    for each in (company, neighbour):
        dd.register(each, [dd.line(dd.agreement(each), "1017", 1)])
    dd.days(company, date(2027, 1, 23), FIRST)
    assert (dd.states(company), dd.states(neighbour)) == ({"1017": "completed"}, {"1017": "received"})
    (theirs,) = dd.standing(neighbour)
    with within(company), pytest.raises(Collection.DoesNotExist):
        queries.get_collection(company, collection=theirs.id)


def test_the_sweep_wakes_those_for_whom_we_are_betalingsservice() -> None:
    company = dd.company()
    dd.agreement(company)
    assert sweep(at=dd.AT) >= 1


def test_an_external_betalingsservice_is_left_to_itself() -> None:
    company = dd.company()
    mine = dd.agreement(company, role="external")
    dd.register(company, [dd.line(mine, "1017", 1)])
    dd.days(company, date(2027, 1, 23), SAFE)
    assert dd.states(company) == {"1017": "received"}
