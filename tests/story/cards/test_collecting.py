"""An invoice that the card pays is charged on its day, once, whatever happens meanwhile (G2 to G6, S9)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connections

from selvbetjening.domain.billing.actions.charge import look_at
from selvbetjening.domain.billing.actions.collect_due import collect_due
from selvbetjening.domain.billing.actions.start_charge import start_charge
from selvbetjening.domain.billing.actions.take_facts import take_facts
from selvbetjening.domain.payments.actions.defer import defer
from selvbetjening.domain.payments.actions.give_credit import make_void
from selvbetjening.domain.payments.actions.record_payment import record_manual_payment
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.money import Money
from tests.card_gateway import LOST, NEVER_ARRIVED, UNREACHED
from tests.make import terms as make_terms
from tests.story.billing.deal import noon
from tests.story.cards.till import DUE, FIRST, Till, till


def ready() -> Till:
    """A card, a subscription, an invoice that says that the card is charged."""
    mine = till()
    mine.save()
    mine.subscribe()
    (invoice,) = mine.bill()
    assert (invoice.due_on, invoice.snapshot["payment"]["by_card"]) == (DUE, True)
    return mine


def test_the_invoice_mail_says_that_nobody_need_do_anything() -> None:
    """An invoice that a card is charged for asks for no transfer; one that is paid by hand does."""
    (told,) = ready().post("invoice_issued")
    assert "Trækkes på dit kort: 10. marts 2026" in told.text
    assert "Betal til reg." not in told.text
    by_hand = till()
    by_hand.method("invoice")
    by_hand.subscribe()
    by_hand.bill()
    (told,) = by_hand.post("invoice_issued")
    assert "Betal til reg. 1234" in told.text
    assert "Betales senest" in told.text


def test_it_is_charged_on_its_due_day_and_once() -> None:
    """Nothing before the day, one charge on it, nothing after; the receipt names the card (PY-07)."""
    mine = ready()
    assert mine.collect(DUE - timedelta(days=1)) == 0
    mine.post()
    assert mine.collect(DUE) == 1
    assert [mine.collect(DUE), mine.collect(DUE + timedelta(days=1))] == [0, 0]
    assert mine.paid() == [25000]
    assert (mine.row().state, mine.row().reason) == ("done", "paid")
    (receipt,) = mine.post("payment_received")
    assert "Visa •••• 4242" in receipt.text


def test_two_workers_at_once_charge_once() -> None:
    """G3: the row and the account are locked, and the second finds it running."""
    mine = ready()

    def work(_: int) -> int:
        try:
            return collect_due(mine.organization, at=noon(DUE))
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(4) as pool:
        charged = list(pool.map(work, range(4)))
    assert sum(charged) == 1
    assert len(mine.book.asked("charge")) == 1
    assert mine.paid() == [25000]


def test_killed_between_writing_and_asking() -> None:
    """G2: the attempt stands; no sweep makes another; the poller sends the same order."""
    mine = ready()
    attempt = start_charge(mine.organization, collection=mine.row().id, at=noon(DUE))
    assert attempt is not None
    assert mine.row().state == "running"
    assert mine.collect(DUE) == 0
    assert mine.book.asked("charge") == []
    look_at(mine.organization, attempt=attempt, at=noon(DUE) + timedelta(minutes=3))
    look_at(mine.organization, attempt=attempt, at=noon(DUE) + timedelta(minutes=9))
    assert len(mine.book.asked("charge")) == 1
    assert mine.paid() == [25000]
    assert mine.row().state == "done"


@pytest.mark.parametrize("lost", [LOST, NEVER_ARRIVED, UNREACHED])
def test_no_answer_is_read_again_and_never_a_second_order(lost: Any) -> None:
    """G6: killed after asking, or no answer: nothing is charged under another reference."""
    mine = ready()
    mine.book.script("charge", lost)
    mine.collect(DUE)
    (attempt,) = mine.attempts()
    assert attempt.state == "unknown"
    assert mine.collect(DUE + timedelta(days=1)) == 0
    look_at(mine.organization, attempt=attempt.id, at=noon(DUE) + timedelta(minutes=3))
    assert {order.reference for order in mine.book.asked("charge")} == {attempt.reference}
    assert mine.paid() == [25000]


def test_facts_that_come_again_book_nothing() -> None:
    """G4: by the answer, a notice, a second notice and the poller."""
    mine = ready()
    mine.collect(DUE)
    for _ in range(3):
        assert (
            take_facts(mine.organization, gateway_account=mine.gateway.id, facts=mine.book.facts(), at=noon(DUE)) == []
        )
    assert mine.paid() == [25000]


def test_paid_in_another_way_meanwhile() -> None:
    """A transfer before the day: the charge is over at once."""
    mine = ready()
    (invoice,) = mine.invoices()
    day = DUE - timedelta(days=2)
    record_manual_payment(
        mine.organization, invoice=invoice.id, amount=Money(25000, "DKK"), paid_on=day, reference="bank-1",
        actor=SYSTEM, at=noon(day),
    )  # fmt: skip
    assert mine.collect(DUE) == 0
    assert (mine.row().state, mine.row().reason) == ("done", "paid")
    assert mine.book.asked("charge") == []


def test_a_part_paid_before_leaves_the_rest() -> None:
    """The amount is read when it is charged."""
    mine = ready()
    (invoice,) = mine.invoices()
    record_manual_payment(
        mine.organization, invoice=invoice.id, amount=Money(10000, "DKK"), paid_on=FIRST, reference="bank-2",
        actor=SYSTEM, at=noon(FIRST),
    )  # fmt: skip
    assert mine.collect(DUE) == 1
    assert mine.paid() == [10000, 15000]


def test_credited_meanwhile() -> None:
    """Nothing is left, so nothing is charged."""
    mine = ready()
    (invoice,) = mine.invoices()
    make_void(
        mine.organization, account=mine.account.id, invoice=invoice.id, reason="Fejl", actor=SYSTEM, at=noon(FIRST)
    )
    assert mine.collect(DUE) == 0
    assert mine.row().state == "done"
    assert mine.book.asked("charge") == []


def test_deferred_is_charged_on_its_new_day() -> None:
    """CM-06: more time for the invoice is more time for the card."""
    mine = ready()
    (invoice,) = mine.invoices()
    given = defer(
        mine.organization, account=mine.account.id, invoice=invoice.id, today=FIRST, actor=SYSTEM, at=noon(FIRST)
    )
    assert mine.collect(DUE) == 0
    assert mine.row().next_on == given.until_on
    assert mine.collect(given.until_on) == 1


def test_another_method_stops_it() -> None:
    """CM-05: who pays in another way by now is not charged, and is reminded as anybody."""
    mine = ready()
    mine.method("invoice")
    assert mine.collect(DUE) == 0
    assert (mine.row().state, mine.row().reason) == ("stopped", "method")


def test_a_public_body_is_never_charged() -> None:
    """EIN-1: it gets its e-invoice and pays it."""
    mine = till(party_type="public", ean="5790000000005", cvr="12345674")
    mine.save()
    mine.subscribe()
    (invoice,) = mine.bill()
    assert invoice.snapshot["payment"]["by_card"] is False
    assert mine.rows() == 0


def test_too_little_waits_for_the_next_invoice() -> None:
    """S9: 1.25 kr. is below what the gateway takes; it goes with the next invoice, in one charge."""
    mine = till()
    mine.save()
    mine.subscribe(make_terms(mine.terms.plan, unit_price_minor=100))
    (small,) = mine.bill()
    mine.days(DUE, DUE + timedelta(days=20))
    assert (mine.row().state, mine.row().reason) == ("waiting", "least")
    assert mine.post("reminder") == []
    next_day = date(2026, 4, 2)
    mine.subscribe(day=next_day)
    mine.bill(next_day)
    large = mine.invoices()[-1]
    assert mine.collect(large.due_on) == 1
    (order,) = mine.book.asked("charge")
    assert order.amount == Money(125 + large.total_minor, "DKK")
    assert {mine.row(small).state, mine.row(large).state} == {"done"}


def test_an_inactive_company_charges_nobody() -> None:
    """What is switched off does nothing by itself."""
    mine = ready()
    mine.owner.is_active = False
    with within(mine.organization):
        mine.owner.save(update_fields=["is_active"])
    assert mine.collect(DUE) == 0
