"""Collections of a delivery are registered once, whole, and beside what stands (BM-01, U15, U18)."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from selvbetjening.domain.directdebit import queries
from selvbetjening.domain.directdebit.actions import register_collections as registering
from selvbetjening.domain.directdebit.actions.cancel_collection import cancel_collection
from selvbetjening.domain.directdebit.actions.register_collections import RegisterRefused, register_collections
from selvbetjening.domain.directdebit.models import Collection
from selvbetjening.domain.directdebit.queries import UnknownAgreement
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from tests import directdebit as dd

pytestmark = pytest.mark.usefixtures("database")


def test_new_rows_are_registered_as_foretold() -> None:
    """BM-01: what the preview says is what registering does."""
    company = dd.company()
    mine = dd.agreement(company)
    dd.mandate(mine, "1017")
    lines = [dd.line(mine, "1017", 14950), dd.line(mine, "1025", 30000, sign="2"), dd.line(mine, "TEST001", 100)]
    foretold = queries.effects(company, rows=dd.rows(lines), at=dd.AT)
    assert dd.standing(company) == []
    assert [(found.count, found.new) for found in foretold.payers] == [(3, 3)]
    # Who was new is asked before, for an approver; nobody is new to what is registered.
    assert dd.register(company, lines) == replace(foretold, payers=())
    assert (foretold.new, foretold.refused, foretold.missing_mandates, foretold.late) == (3, 0, 2, 0)
    (day,) = foretold.days
    assert (day.pays_on, day.count, day.collect_minor, day.disburse_minor) == (date(2027, 2, 1), 3, 15050, 30000)
    assert day.deadline == datetime(2027, 1, 22, 10, tzinfo=UTC)
    first, second, third = dd.standing(company)
    assert (first.customer_number, first.match_key, first.amount_minor, first.reference) == (
        "1017",
        "1017",
        14950,
        "F1017",
    )
    assert (first.due_on, first.pays_on, first.schedules_on) == (dd.DUE, dd.DUE, date(2027, 1, 23))
    assert (first.final_on, first.source_line, first.texts, first.state) == (date(2027, 2, 8), 3, 1, "received")
    assert (second.sign, third.match_key) == (2, "TEST001")


def test_the_same_delivery_twice_is_once() -> None:
    company = dd.company()
    mine = dd.agreement(company)
    delivery, lines = uuid4(), [dd.line(mine, "1017", 14950), dd.line(mine, "1025", 30000)]
    dd.register(company, lines, delivery=delivery)
    again = dd.register(company, lines, delivery=delivery)
    assert (again.new, again.unchanged) == (0, 2)
    other = dd.register(company, lines)
    assert (other.new, other.unchanged, other.refused) == (0, 2, 0)
    assert len(dd.standing(company)) == 2


def test_another_amount_for_a_day_is_refused_or_replaces() -> None:
    """Betalingsservice.md 4: one per customer number and payment date, across files too (U15, U18)."""
    company = dd.company()
    strict, mild = dd.agreement(company), dd.agreement(company, on_repeat="replace")
    for mine in (strict, mild):
        dd.register(company, [dd.line(mine, "0001017", 14950), dd.line(mine, "1025", 100)])
    with pytest.raises(RegisterRefused) as refused:
        dd.register(company, [dd.line(strict, "1017", 20000), dd.line(strict, "1033", 1)])
    assert [(each.line, each.code) for each in refused.value.effects.refusals] == [(3, "collection.taken")]
    partly = dd.register(company, [dd.line(strict, "1017", 20000), dd.line(strict, "1033", 1)], whole=False)
    assert (partly.new, partly.refused) == (1, 1)
    changed = dd.register(
        company, [dd.line(mild, "1017", 20000), dd.line(mild, "1025", 0, sign="0"), dd.line(mild, "1033", 0, sign="0")]
    )
    assert (changed.changed, changed.cancelled, changed.nothing, changed.new) == (1, 1, 1, 0)
    assert [(each.was_minor, each.now_minor) for each in changed.changes] == [(14950, 20000), (100, 0)]
    found = [(each.match_key, each.amount_minor, each.state) for each in dd.standing(company, agreement=mild)]
    assert sorted(found) == [
        ("1017", 14950, "superseded"),
        ("1017", 20000, "received"),
        ("1025", 100, "cancelled"),
    ]


def test_what_is_on_the_overview_is_not_replaced() -> None:
    """U18: once scheduled there is no way back by file, and none by hand."""
    company = dd.company()
    mine = dd.agreement(company, on_repeat="replace")
    dd.register(company, [dd.line(mine, "1017", 14950)])
    dd.days(company, date(2027, 1, 23), date(2027, 1, 23))
    late = datetime(2027, 1, 25, 9, tzinfo=UTC)
    found = dd.register(company, [dd.line(mine, "1017", 20000)], whole=False, at=late)
    assert (found.refused, found.changed) == (1, 0)
    (only,) = dd.standing(company)
    assert not cancel_collection(company, collection=only.id, actor=SYSTEM, at=late)
    assert dd.states(company) == {"1017": "scheduled"}


def test_several_a_day_where_that_is_agreed() -> None:
    """U15."""
    company = dd.company()
    mine = dd.agreement(company, several_a_day=True)
    found = dd.register(company, [dd.line(mine, "1017", 14950), dd.line(mine, "1017", 14950)])
    assert found.new == 2
    with within(company):
        assert queries.as_settings(company, at=dd.AT).several_a_day


def test_twice_in_one_file_the_first_stands() -> None:
    company = dd.company()
    mine = dd.agreement(company)
    found = dd.register(company, [dd.line(mine, "1017", 1), dd.line(mine, "001017", 2)], whole=False)
    assert (found.new, found.refused) == (1, 1)
    assert [each.amount_minor for each in dd.standing(company)] == [1]


def test_a_neighbour_s_number_is_unknown_and_stays_theirs() -> None:
    """SEC-05: nobody collects under somebody else's PBS number, and nobody learns whose it is."""
    company, neighbour = dd.company(), dd.company()
    mine, theirs = dd.agreement(company), dd.agreement(neighbour)
    with pytest.raises(UnknownAgreement) as unknown:
        dd.register(company, [dd.line(mine, "1017", 1), dd.line(theirs, "1017", 1)])
    assert unknown.value.numbers == [theirs.pbs_number]
    assert dd.standing(company) == [] == dd.standing(neighbour)
    with within(company):
        assert queries.agreement_for(company, pbs_number=theirs.pbs_number) is None
        assert queries.agreement_for(company, pbs_number=mine.pbs_number) == mine
    wrong_group = dd.line(mine, "1017", 1).with_raw(23, "00002")
    with pytest.raises(UnknownAgreement):
        dd.register(company, [wrong_group])


def test_test_and_production_never_meet() -> None:
    """BP-50: the environments are compared with each other at no place."""
    company = dd.company()
    number = dd.pbs_number()
    real, trial = dd.agreement(company, pbs_number=number), dd.agreement(company, pbs_number=number, is_test=True)
    dd.register(company, [dd.line(real, "1017", 1)])
    assert dd.register(company, [dd.line(trial, "1017", 2)], is_test=True).new == 1
    assert {each.agreement_id for each in dd.standing(company)} == {real.id, trial.id}


def test_late_and_too_late(settings: Any) -> None:
    """U13, U14: late costs what is set, too late goes into the next month where that is agreed."""
    company = dd.company()
    mine = dd.agreement(company, on_late="next_month")
    late = datetime(2027, 1, 25, 12, tzinfo=UTC)
    found = queries.effects(company, rows=dd.rows([dd.line(mine, "1017", 1)]), at=late)
    assert (found.late, found.moved, found.late_fee_minor) == (1, 0, None)
    settings.BETALINGSSERVICE_LATE_FEES = {"2026-01-01": 975, "2030-01-01": 1200}
    found = queries.effects(company, rows=dd.rows([dd.line(mine, "1017", 1), dd.line(mine, "1025", 1)]), at=late)
    assert (found.late, found.late_fee_minor) == (2, 1950)
    passed = datetime(2027, 1, 28, 12, tzinfo=UTC)
    found = dd.register(company, [dd.line(mine, "1017", 1)], at=passed)
    assert (found.moved, found.late) == (1, 0)
    (only,) = dd.standing(company)
    assert (only.due_on, only.pays_on, only.moved) == (dd.DUE, date(2027, 3, 1), True)
    with within(company):
        assert queries.as_settings(company, at=passed).deadline_waived


def test_killed_in_the_middle_nothing_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    company = dd.company()
    mine = dd.agreement(company)
    delivery, lines = uuid4(), [dd.line(mine, "1017", 1), dd.line(mine, "1025", 1)]

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(registering, "_tell", die)
        with pytest.raises(KeyboardInterrupt):
            dd.register(company, lines, delivery=delivery)
    assert dd.standing(company) == []
    assert dd.register(company, lines, delivery=delivery).new == 2


def test_two_at_once_register_a_delivery_once() -> None:
    company = dd.company()
    mine = dd.agreement(company)
    delivery = uuid4()
    lines = [dd.line(mine, f"{number}", 100) for number in range(1000, 1200)]
    found, begin = [], threading.Barrier(2)

    def work() -> None:
        try:
            begin.wait()
            found.append(dd.register(company, lines, delivery=delivery))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted((each.new, each.unchanged) for each in found) == [(0, 200), (200, 0)]
    assert len(dd.standing(company)) == 200


def test_rows_of_a_file_are_those_the_reader_numbers() -> None:
    """The bytes of a delivery, its wrong lines left out, with the library's line numbers."""
    company = dd.company()
    mine = dd.agreement(company, product="basis")
    lines = [dd.line(mine, f"{number}", 100, mandate="123456789") for number in (1017, 1025, 1033)]
    data = dd.delivered(mine, lines)
    assert [row.line for row in dd.read(data)] == [3, 4, 5]
    kept = dd.read(data, refused={4})
    delivery = uuid4()
    register_collections(company, delivery=delivery, rows=kept, actor=SYSTEM, at=dd.AT)
    assert [(each.source_line, each.mandate_number) for each in dd.standing(company)] == [
        (3, "123456789"),
        (5, "123456789"),
    ]


def test_a_cancelled_one_makes_room() -> None:
    company = dd.company()
    mine = dd.agreement(company)
    dd.register(company, [dd.line(mine, "1017", 1)])
    (first,) = dd.standing(company)
    assert cancel_collection(company, collection=first.id, actor=SYSTEM, at=dd.AT)
    assert not cancel_collection(company, collection=first.id, actor=SYSTEM, at=dd.AT)
    assert dd.register(company, [dd.line(mine, "1017", 2)], at=dd.AT + timedelta(hours=1)).new == 1
    with pytest.raises(Collection.DoesNotExist):
        cancel_collection(dd.company(), collection=first.id, actor=SYSTEM, at=dd.AT)
