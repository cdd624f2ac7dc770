"""Answers about invoices that come late, twice, or for money that is gone: all is booked, and none stops another's."""

from datetime import date, timedelta
from typing import Any

import pytest

from selvbetjening.domain.billing.actions import take_answers as module
from selvbetjening.domain.billing.actions.link_mandates import link_mandates
from selvbetjening.domain.billing.actions.take_answers import take_answers
from selvbetjening.domain.directdebit import queries
from selvbetjening.domain.directdebit.actions.write_delivery import write_collections
from selvbetjening.domain.payments.actions.book_payment import book_payment
from selvbetjening.domain.payments.actions.pay_out import pay_out
from selvbetjening.domain.payments.models import Payment, PaymentReversal
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests import business
from tests import directdebit as dd
from tests.debits import DUE, ISSUED, Debits, debits
from tests.story.billing.deal import deal, noon
from tests.story.billing.test_direct_debit_once import AFTER, pay
from tests.story.directdebit import test_answers as answers
from tests.story.directdebit.test_settling import Told
from tests.story.portal.world import text_of

pytestmark = pytest.mark.usefixtures("database")
BACK = date(2026, 12, 4)


@pytest.fixture(autouse=True)
def clearing(settings: Any) -> type[Told]:
    settings.CLEARING = "tests.story.directdebit.test_settling.Told"
    Told.verdicts, Told.back, Told.asked, Told.broken = {}, {}, [], False
    return Told


def outside(code: str, **terms: Any) -> Debits:
    """A customer whose mandate an external Betalingsservice has told of."""
    ours = deal(code=code)
    at = noon(date(2026, 9, 1))
    mine = dd.agreement(ours.organization, role="external", at=at, **terms)
    answers.given(ours.organization, answers.answer(mine, "0603", "0212", answers.told(mine, code, "0231")), at=at)
    link_mandates(ours.organization, at=at + timedelta(days=1))
    with within(ours.organization):
        (found,) = queries.mandates(ours.organization, wanted=queries.Wanted())
    return Debits(ours, mine, found)


def told_outside(mine: Debits, invoice: Any, code: str, on: date) -> None:
    line = answers.payment(
        mine.agreement, mine.deal.account.code, code, due_on=DUE, amount=25000, paid=25000,
        reference=str(invoice.number), paid_on=on, booked_on=on,
    )  # fmt: skip
    data = answers.answer(mine.agreement, "0602", "0211", line)
    assert answers.given(mine.organization, data, at=noon(on)).applied == 1
    mine.react(noon(on))
    take_answers(mine.organization, at=noon(on))


def stayed(mine: Debits) -> int:
    """Øre that came in and did not leave again."""
    with within(mine.organization):
        came = Payment.objects.filter(organization_id=mine.organization)
        gone = PaymentReversal.objects.filter(organization_id=mine.organization)
        return sum(each.amount_minor for each in came) - sum(each.amount_minor for each in gone)


def test_what_was_withdrawn_and_paid_all_the_same_is_taken_back_when_it_was() -> None:
    """17.1 (12), U24: taken back in a 0601 that came too late: 0236, then 0239. Both are booked, each once."""
    mine = outside("K700", on_repeat="replace")
    invoice = mine.issued()
    withdrawn = noon(date(2026, 11, 3))
    assert write_collections(mine.organization, agreement=mine.agreement.id, all_that_waits=True, at=noon(ISSUED))
    pay(mine, invoice, 25000, withdrawn)
    assert write_collections(mine.organization, agreement=mine.agreement.id, all_that_waits=True, at=withdrawn)
    (only,) = mine.collections()
    assert (only.state, mine.states(invoice.id)) == ("cancelled", ["withdrawn"])
    told_outside(mine, invoice, "0236", DUE)
    assert (mine.states(invoice.id), stayed(mine)) == (["paid"], 50000)
    told_outside(mine, invoice, "0239", BACK)
    assert (mine.states(invoice.id), stayed(mine)) == (["charged_back"], 25000)
    assert take_answers(mine.organization, at=noon(BACK)) == 0


def test_a_charge_back_of_money_that_was_paid_back_opens_the_invoice_and_stops_nothing(clearing: type[Told]) -> None:
    """17.1 (12): paid by bank after the deadline, collected too, the surplus paid back, then refused at the bank.

    What the bank takes is owed again, and the next invoice is collected as ever.
    """
    mine = debits()
    first = mine.issued()
    pay(mine, first, 25000, AFTER)
    mine.days(date(2026, 11, 24), DUE)
    pay_out(mine.organization, account=mine.deal.account.id, reason="asked", actor=SYSTEM, at=noon(DUE))
    clearing.back = {mine.mandate.match_key: BACK}
    mine.days(date(2026, 12, 2), BACK)
    clearing.back = {}
    assert (mine.states(first.id), stayed(mine)) == (["charged_back"], 25000)
    assert mine.invoice(first.id).outstanding.minor == 25000
    second = mine.issued(date(2026, 12, 7), date(2027, 1, 4))
    mine.days(date(2026, 12, 8), date(2027, 1, 5))
    assert mine.states(second.id) == ["paid"]


def test_a_day_that_nobody_answered_about_is_named() -> None:
    """17.2 (7), 15: a file that Betalingsservice never took has no answers; a week after they were due it is said."""
    mine = outside("K702")
    invoice = mine.issued()
    assert write_collections(mine.organization, agreement=mine.agreement.id, all_that_waits=True, at=noon(ISSUED))
    assert [says_silent(mine, date(2026, 12, day)) for day in (14, 15)] == [False, True]
    assert mine.states(invoice.id) == ["asked"]


def says_silent(mine: Debits, day: date) -> bool:
    """What the company's page says on a day."""
    clock.set_source(lambda: noon(day))
    try:
        client = business.as_manager(mine.deal.owner)
        return "har ikke svaret" in text_of(client.get(client.path("sb_debits")))
    finally:
        clock.reset()


def test_one_answer_that_cannot_be_booked_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """17.1 (12, 13): each invoice by itself; what went wrong is taken the next time."""
    mine = debits()
    issued = [mine.issued(), mine.issued()]
    bad = issued[0].id

    def book(*of: Any, **what: Any) -> Payment:
        if what["invoice"] == bad:
            raise RuntimeError("the books are shut")
        return book_payment(*of, **what)

    monkeypatch.setattr(module, "book_payment", book)
    after = DUE + timedelta(days=1)  # the second of a customer and day goes on the next banking day
    mine.days(date(2026, 11, 24), after)
    assert [mine.states(each.id) for each in issued] == [["asked"], ["paid"]]
    monkeypatch.undo()
    assert take_answers(mine.organization, at=noon(after)) == 1
    assert [mine.states(each.id) for each in issued] == [["paid"], ["paid"]]
