"""Answers of the test system among real ones, or the reverse, are not believed (BP-50)."""

from typing import Any

import pytest

from selvbetjening.domain.directdebit.actions.fetch_files import read_kept
from selvbetjening.domain.directdebit.actions.read_held import read_held
from selvbetjening.domain.directdebit.queries import bank
from selvbetjening.domain.directdebit.rules.bank import judged
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from tests import directdebit as dd
from tests import external
from tests.directdebit import AT
from tests.story.deliveries.test_answers_handed_in import answer
from tests.story.directdebit.test_answers import given, payment

pytestmark = pytest.mark.usefixtures("database")


def test_answers_of_the_test_system_are_not_believed_on_the_real_line() -> None:
    """BP-50: KR9 that lies in the folder of real answers is not booked, and waits for a person."""
    company = dd.company()
    mine = dd.agreement(company, role="external")
    dd.register(company, [dd.line(mine, "1017", 14950)])
    given(company, answer(mine, payment(mine, "1017"), subsystem="KR9"))
    assert dd.states(company) == {"1017": "received"}


def test_a_file_of_the_other_system_is_held_and_books_nothing_when_it_is_let_in(settings: Any) -> None:
    """BP-50, U20: both ways; a person who lets it be read lets nothing of it count."""
    settings.BANK_LINES = {**settings.BANK_LINES, "held": "tests.external.HeldLine"}
    external.HeldLine.reset()
    company, mine, connection = external.ready()
    written = external.written(mine, "1017")
    external.HeldLine.ready["a"] = (answer(mine, payment(mine, "1017", reference="F1017"), subsystem="KR9"), 1)
    external.run(connection)
    assert external.fetched(company) == [("a", "held", "file.environment")]
    with within(company):
        (row,) = bank.fetched(company)
    assert read_held(company, file=row.id, actor=SYSTEM, at=AT)
    read_kept(company, file=row.id, at=AT)
    assert (written.rows, dd.states(company)) == (1, {"1017": "received"})
    trial = dd.agreement(company, role="external", is_test=True)
    real = answer(trial, payment(trial, "1017"))
    assert judged(source=real, size=len(real), is_test=True).code == "file.environment"
