"""Never twice: Betalingsservice and a card, two runs at once, late and repeated answers (PY-04, PY-11)."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connections

from selvbetjening.domain.accounts.actions.set_collection_method import set_collection_method
from selvbetjening.domain.billing.actions.debit_day import debit_day
from selvbetjening.domain.billing.actions.release_for_card import release_for_card
from selvbetjening.domain.billing.actions.sync_debit import plan_debit, sync_debit
from selvbetjening.domain.billing.actions.take_answers import take_answers
from selvbetjening.domain.billing.models import InvoiceCollection
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.payments.actions import record_manual_payment
from selvbetjening.domain.payments.actions.give_credit import make_void
from selvbetjening.domain.payments.actions.make_attempt import AttemptRefused, Wish, make_attempt
from selvbetjening.domain.payments.models import AttemptPart, Payment
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.money import Money
from tests import card_gateway
from tests.debits import DUE, ISSUED, Debits, debits
from tests.story.billing.deal import noon

pytestmark = pytest.mark.usefixtures("database")
BEFORE = datetime(2026, 11, 23, 9, 59, tzinfo=UTC)  # 10.59 in Copenhagen: the deadline is 11.00
AFTER = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def gateways(settings: Any) -> None:
    card_gateway.install(settings)


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """All at the same moment; what each gave, or the error that it raised."""
    answers: list[Any] = [None] * len(jobs)
    gate = threading.Barrier(len(jobs))

    def run(place: int, job: Callable[[], Any]) -> None:
        try:
            gate.wait()
            answers[place] = job()
        except Exception as error:  # noqa: BLE001 - looked at by the test
            answers[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(jobs)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return answers


def card_attempt(of: Debits, invoice: Invoice, at: datetime) -> bool:
    """What the pay page does: Betalingsservice lets go, and the card's attempt is written, in one transaction."""
    gateway = card_gateway.connect(of.deal.owner)
    wish = Wish(
        account=of.deal.account.id, gateway_account=gateway.id, kind="pay", currency="DKK",
        parts=[(invoice.id, invoice.outstanding)],
    )  # fmt: skip
    with within(of.organization):
        if release_for_card(of.organization, account=of.deal.account.id, invoices=[invoice.id], at=at):
            return False
        try:
            make_attempt(of.organization, wish=wish, at=at)
        except AttemptRefused:
            return False
    return True


def live(of: Debits, invoice: Invoice) -> tuple[int, int]:
    """How many collections and how many attempts by card are under way."""
    with within(of.organization):
        asked = InvoiceCollection.objects.filter(organization_id=of.organization, invoice=invoice, state="asked")
        paying = AttemptPart.objects.filter(organization_id=of.organization, invoice=invoice, is_live=True)
        return asked.count(), paying.count()


def test_a_card_takes_it_back_until_the_deadline() -> None:
    """PY-11: before 11.00 on the day of the deadline the collection is withdrawn; from 11.00 the card stays out."""
    mine = debits()
    first, second = mine.issued(), mine.issued()
    assert card_attempt(mine, first, BEFORE)
    assert live(mine, first) == (0, 1)
    assert mine.states(first.id) == ["withdrawn", "waiting"]
    assert not card_attempt(mine, second, AFTER)
    assert live(mine, second) == (1, 0)
    # Nothing is asked for while the card's page is open.
    assert sync_debit(mine.organization, invoice=first.id, at=BEFORE) == "wait"


@pytest.mark.parametrize("_round", range(4))
def test_a_card_and_betalingsservice_at_once_are_one(_round: int) -> None:
    """PY-04: whoever is second finds the first; exactly one is under way afterwards."""
    mine = debits()
    invoice = mine.issued(follow=False)
    answers = at_once(
        lambda: plan_debit(mine.organization, invoice=invoice.id, at=noon(ISSUED)),
        lambda: card_attempt(mine, invoice, noon(ISSUED)),
    )
    assert not [each for each in answers if isinstance(each, Exception)], answers
    assert sum(live(mine, invoice)) == 1


def test_two_looks_at_once_ask_once() -> None:
    mine = debits()
    invoice = mine.issued(follow=False)
    job = lambda: plan_debit(mine.organization, invoice=invoice.id, at=noon(ISSUED))  # noqa: E731
    answers = at_once(job, job, lambda: debit_day(mine.organization, at=noon(ISSUED)), job)
    assert not [each for each in answers if isinstance(each, Exception)], answers
    assert len(mine.collections()) == 1 and mine.states(invoice.id) == ["asked"]


def test_answers_taken_at_once_and_again_book_once() -> None:
    """17.1: 4: late, repeated, by two: one payment."""
    mine = debits()
    invoice = mine.issued()
    mine.days(date(2026, 11, 24), DUE)
    job = lambda: take_answers(mine.organization, at=noon(DUE))  # noqa: E731
    at_once(job, job, job)
    mine.days(DUE, date(2026, 12, 9))
    with within(mine.organization):
        assert Payment.objects.filter(organization_id=mine.organization, invoice=invoice).count() == 1


def pay(of: Debits, invoice: Invoice, minor: int, at: datetime) -> None:
    record_manual_payment(
        of.organization, invoice=invoice.id, amount=Money(minor, "DKK"), paid_on=at.date(),
        reference=f"bank-{invoice.number}-{minor}", actor=SYSTEM, at=at,
    )  # fmt: skip
    of.react(at)


def test_a_payment_before_the_deadline_changes_the_amount() -> None:
    """14.2: a part paid lowers it, the rest withdraws it."""
    mine = debits()
    invoice = mine.issued()
    pay(mine, invoice, 10000, BEFORE)
    assert mine.states(invoice.id) == ["withdrawn", "asked"]
    assert [each.amount_minor for each in mine.collections() if each.state == "received"] == [15000]
    pay(mine, invoice, 15000, BEFORE)
    assert mine.states(invoice.id) == ["withdrawn", "withdrawn"]
    assert {each.state for each in mine.collections()} == {"cancelled"}


def test_a_payment_after_the_deadline_stands_to_the_payers_good() -> None:
    """14.2, PY-06: the amount stands; what comes in twice is the customer's, and pays what is open or goes back."""
    mine = debits()
    invoice = mine.issued()
    pay(mine, invoice, 25000, AFTER)
    assert mine.states(invoice.id) == ["asked"]
    mine.days(date(2026, 11, 24), DUE)
    assert mine.states(invoice.id) == ["paid"]
    with within(mine.organization):
        both = Payment.objects.filter(organization_id=mine.organization, invoice=invoice)
        assert sorted((each.method, each.overpaid_minor) for each in both) == [
            ("betalingsservice", 25000),
            ("manual", 0),
        ]


def test_a_credit_note_before_the_deadline_withdraws_it() -> None:
    """14.2: nothing is owed any more, so nothing is asked for."""
    mine = debits()
    invoice = mine.issued()
    make_void(
        mine.organization, account=mine.deal.account.id, invoice=invoice.id, reason="Fejl", actor=SYSTEM, at=BEFORE
    )
    mine.react(BEFORE)
    assert mine.states(invoice.id) == ["withdrawn"]
    assert [each["reason"] for each in mine.facts("billing.debit_withdrawn")] == ["paid"]


def test_a_new_way_to_pay_lets_what_was_handed_over_run_py_11() -> None:
    """PY-11: an open collection that was handed to Betalingsservice runs to its end."""
    mine = debits()
    invoice = mine.issued()
    set_collection_method(
        mine.organization, account=mine.deal.account.id, method="invoice", actor=SYSTEM, at=noon(ISSUED)
    )
    mine.react(noon(ISSUED))
    assert mine.states(invoice.id) == ["asked"]
    assert mine.tries(mine.issued().id) == []
