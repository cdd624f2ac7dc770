"""Many at once, killed in between, twice the same: what an enemy, a crash and a clumsy scheduler would do."""

import threading
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from selvbetjening.domain.directdebit import queries
from selvbetjening.domain.directdebit.actions import clear as clearing_module
from selvbetjening.domain.directdebit.actions.make_output import make_output
from selvbetjening.domain.directdebit.actions.read_answers import read_answers
from selvbetjening.domain.directdebit.actions.settle_day import settle_day
from selvbetjening.domain.directdebit.actions.withdraw_collections import withdraw_collections
from selvbetjening.domain.directdebit.actions.write_delivery import write_collections
from selvbetjening.domain.directdebit.models import Collection, Output, OutputKind, Settlement
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from tests import directdebit as dd
from tests.external import ask, external, facts, wish
from tests.story.directdebit.test_answers import answer, payment
from tests.story.directdebit.test_settling import Told

pytestmark = pytest.mark.usefixtures("database")
CUSTOMERS = [str(number) for number in range(1001, 1041)]


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """All of them at the same moment; what each gave, or the error it ended with."""
    found: list[Any] = []
    start = threading.Barrier(len(works))

    def run(work: Callable[[], Any]) -> None:
        start.wait()
        try:
            found.append(work())
        except Exception as error:  # noqa: BLE001 - whatever a thread ends with is what is asked
            found.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [each for each in found if isinstance(each, Exception)] == []
    return found


def told(company: OrganizationId) -> Sequence[tuple[str, str, int]]:
    with within(company):
        rows = Settlement.objects.filter(organization_id=company).select_related("collection")
        return sorted((row.collection.match_key, row.code, row.amount_minor) for row in rows)


def test_a_day_settled_by_five_while_outputs_are_made() -> None:
    """Each collection is booked once and told once, in numbers without gaps, whoever comes first."""
    company = dd.company()
    mine = dd.agreement(company)
    for customer in CUSTOMERS[:20]:
        dd.mandate(mine, customer)
    ask(mine, *[wish(customer, 150_000) for customer in CUSTOMERS[:20]])
    at, day = dd.AT + timedelta(days=30), dd.DUE + timedelta(days=10)
    outputs = [
        lambda: make_output(company, agreement=mine.id, kind=OutputKind.PAYMENTS, today=day, at=at) for _ in range(3)
    ]
    at_once(*[lambda: settle_day(company, today=day, at=at)] * 5, *outputs)
    make_output(company, agreement=mine.id, kind=OutputKind.PAYMENTS, today=day, at=at)
    first = {customer: code for customer, code, _ in told(company) if code != "0239"}
    assert set(first) == set(CUSTOMERS[:20])
    assert len(told(company)) == len(set(told(company)))
    with within(company):
        assert not Settlement.objects.filter(organization_id=company, output__isnull=True).exists()
        made = list(Output.objects.filter(organization_id=company, kind="payments").order_by("number"))
    assert [each.number for each in made] == list(range(1, len(made) + 1))
    assert sum(each.rows for each in made) == len(told(company))
    paid = sum(code == "0236" for _, code, _ in told(company))
    assert facts(company, "collection_completed") == paid


def test_killed_between_two_batches_comes_to_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clearing dies after each batch in turn; in the end it is as if nothing had ever died."""
    company = dd.company()
    mine = dd.agreement(company)
    ask_for = CUSTOMERS[:6]
    for customer in ask_for:
        dd.mandate(mine, customer)
    ask(mine, *[wish(customer, 90_000) for customer in ask_for])
    monkeypatch.setattr(clearing_module, "AT_ONCE", 1)
    real, day = clearing_module._do, dd.DUE + timedelta(days=10)
    for calls in range(1, 8):
        left = [calls]

        def dying(*given: Any, left: list[int] = left, **values: Any) -> None:
            left[0] -= 1
            if not left[0]:
                raise KeyboardInterrupt
            real(*given, **values)

        monkeypatch.setattr(clearing_module, "_do", dying)
        try:
            settle_day(company, today=day, at=dd.AT)
        except KeyboardInterrupt:
            continue
    monkeypatch.setattr(clearing_module, "_do", real)
    settle_day(company, today=day, at=dd.AT)
    assert {customer for customer, _, _ in told(company)} == set(ask_for)
    assert len(told(company)) == len(set(told(company)))
    assert facts(company, "collection_completed") == sum(code == "0236" for _, code, _ in told(company))


def test_the_same_answers_six_times_at_once() -> None:
    """17.1 (4): whichever delivery comes first books them; the others find it done, to the øre."""
    company, mine = external()
    ask(mine, *[wish(customer) for customer in CUSTOMERS])
    lines = [payment(mine, customer, reference=f"F{customer}") for customer in CUSTOMERS]
    data = answer(mine, "0602", "0211", *lines)
    done = at_once(
        *[lambda: read_answers(company, delivery=uuid4(), source=data, actor=SYSTEM, at=dd.AT) for _ in range(6)]
    )
    assert sum(each.applied for each in done) == len(CUSTOMERS)
    assert sum(each.repeated for each in done) == 5 * len(CUSTOMERS)
    assert told(company) == [(customer, "0236", 14950) for customer in CUSTOMERS]
    assert facts(company, "collection_completed") == len(CUSTOMERS)


def test_written_withdrawn_and_answered_at_once() -> None:
    """Whatever wins, a collection stands in one delivery or is cancelled, and money that came is booked once."""
    company, mine = external(on_repeat="replace")
    ids = ask(mine, *[wish(customer) for customer in CUSTOMERS])
    data = answer(mine, "0602", "0211", *[payment(mine, each, reference=f"F{each}") for each in CUSTOMERS[:10]])
    at_once(
        *[lambda: write_collections(company, agreement=mine.id, at=dd.AT) for _ in range(3)],
        *[lambda: withdraw_collections(company, collections=ids[20:], at=dd.AT) for _ in range(2)],
        *[lambda: read_answers(company, delivery=uuid4(), source=data, actor=SYSTEM, at=dd.AT) for _ in range(2)],
    )
    write_collections(company, agreement=mine.id, at=dd.AT)
    with within(company):
        rows = {row.match_key: row for row in Collection.objects.filter(organization_id=company)}
        made = list(Output.objects.filter(organization_id=company))
    asked = sum(row.output_id is not None for row in rows.values())
    taken_back = sum(row.withdrawal_id is not None for row in rows.values())
    assert sum(each.rows for each in made) == asked + taken_back
    assert {row.state for key, row in rows.items() if key in CUSTOMERS[20:]} == {"cancelled"}
    assert {row.state for key, row in rows.items() if key in CUSTOMERS[:10]} == {"completed"}
    assert all(row.output_id for key, row in rows.items() if key in CUSTOMERS[10:20])
    assert told(company) == [(customer, "0236", 14950) for customer in CUSTOMERS[:10]]


def test_money_that_comes_for_a_collection_that_was_taken_back_is_told() -> None:
    """17.1 (13): what Betalingsservice tells is so: booked, and told with its amount, though it was cancelled."""
    company, mine = external(on_repeat="replace")
    (id_,) = ask(mine, wish())
    assert write_collections(company, agreement=mine.id, at=dd.AT)
    withdraw_collections(company, collections=[id_], at=dd.AT)
    assert write_collections(company, agreement=mine.id, at=dd.AT)
    assert dd.states(company) == {"1017": "cancelled"}
    data = answer(mine, "0602", "0211", payment(mine, "1017", reference="F1017"))
    read_answers(company, delivery=uuid4(), source=data, actor=SYSTEM, at=dd.AT)
    assert facts(company, "collection_completed") == 1
    assert told(company) == [("1017", "0236", 14950)]


def test_walking_through_a_leap_february_and_easter(settings: Any) -> None:
    """14.1: 29 February 2028 is paid on its day, Easter's wish the Tuesday after; each final after its own 7th."""
    settings.CLEARING = "tests.story.directdebit.test_settling.Told"
    Told.verdicts, Told.back, Told.asked, Told.broken = {}, {}, [], False
    company = dd.company()
    at = dd.AT.replace(year=2028)
    mine = dd.agreement(company, at=at)
    for customer in ("1017", "1025"):
        dd.mandate(mine, customer, at=at - timedelta(days=30))
    ask(mine, wish("1017", due_on=date(2028, 2, 29)), wish("1025", due_on=date(2028, 4, 18)), at=at)
    dd.days(company, date(2028, 2, 28), date(2028, 3, 3))
    days = {row.match_key: (row.pays_on, row.final_on) for row in dd.standing(company)}
    assert days == {
        "1017": (date(2028, 2, 29), date(2028, 3, 2)), "1025": (date(2028, 4, 18), date(2028, 4, 20)),
    }  # fmt: skip
    with within(company):
        leap = queries.collections(company, wanted=queries.Wanted(search="1017"))[0]
        (only,) = queries.told_of_collection(company, collection=leap.id)
    assert (leap.state, only.code, only.paid_on) == ("final", "0236", date(2028, 2, 29))
