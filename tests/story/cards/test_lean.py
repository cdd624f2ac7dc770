"""Charging is lean and patient: everything is read and written once, and what has no answer is asked about again."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from selvbetjening.domain.billing.actions.charge import look_at
from selvbetjening.domain.billing.actions.start_charge import start_charge
from selvbetjening.domain.payments import ports
from tests.card_gateway import Answer
from tests.story.billing.deal import noon
from tests.story.cards.test_collecting import ready
from tests.story.cards.till import DUE


def test_a_charge_is_prepared_in_thirteen_statements() -> None:
    """Begin and commit are two of them, the attempt's savepoint two more; four write."""
    mine = ready()
    row = mine.row()
    with CaptureQueriesContext(connection) as asked:
        assert start_charge(mine.organization, collection=row.id, at=noon(DUE))
    assert len(asked) == 13, [query["sql"][:200] for query in asked]
    with CaptureQueriesContext(connection) as asked:
        assert start_charge(mine.organization, collection=row.id, at=noon(DUE + timedelta(days=1))) is None
    assert len(asked) == 5, [query["sql"][:200] for query in asked]


def test_a_charge_without_an_answer_is_asked_about_soon_and_then_ever_more_seldom() -> None:
    """G6: the gateway answers 500 for a day. The same order again, never a second one; then the next try is planned."""
    mine = ready()
    fault = Answer(raises=ports.NotReached("http_500"), made=False)
    mine.book.script("charge", *([fault] * 50))
    assert mine.collect(DUE) == 1
    (attempt,) = mine.attempts()
    start, looked = noon(DUE), []
    while (attempt := mine.attempts()[0]).next_look_at:
        at = attempt.next_look_at
        looked.append(round((at - start).total_seconds() / 60))
        look_at(mine.organization, attempt=attempt.id, at=at)
    assert looked == [1, 6, 36, 156, 516, 876, 1236, 1500]
    assert (attempt.state, attempt.failure_code) == ("failed", "no_trace")
    assert {order.reference for order in mine.book.asked("charge")} == {attempt.reference}
    assert len(mine.book.asked("charge")) == 8
    assert (mine.row().state, mine.paid()) == ("waiting", [])


def test_one_that_was_made_after_all_is_found_a_minute_later() -> None:
    """G6: the answer was a 500, the money was taken: one payment, and no second order."""
    mine = ready()
    mine.book.script("charge", Answer(raises=ports.NotReached("http_500"), made=True))
    mine.collect(DUE)
    (attempt,) = mine.attempts()
    assert attempt.next_look_at == noon(DUE) + timedelta(minutes=1)
    look_at(mine.organization, attempt=attempt.id, at=noon(DUE) + timedelta(minutes=1))
    assert (mine.paid(), len(mine.book.asked("charge"))) == ([25000], 1)
