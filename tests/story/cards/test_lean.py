"""Preparing a charge reads and writes everything once: on the first of a month there are thousands of them."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from selvbetjening.domain.billing.actions.start_charge import start_charge
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
