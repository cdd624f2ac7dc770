"""Money is given back by card: ordered, asked once, believed when the gateway says so (G1, G2, G5, G6)."""

from datetime import timedelta

import pytest

from selvbetjening.domain.billing.actions.give_back import (
    give_back_by_card,
    give_back_job,
    look_at_refund,
    sweep_refunds,
)
from selvbetjening.domain.billing.actions.give_back_credited import give_back_credited
from selvbetjening.domain.billing.actions.give_back_task import give_back_task
from selvbetjening.domain.payments.actions.refunds import drop_refund, mark_refunded, open_refund
from selvbetjening.domain.payments.models import CardRefund, Payment, RefundTask
from selvbetjening.domain.payments.queries.given_back import cards_for
from selvbetjening.domain.payments.rules import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from tests import card_gateway
from tests.card_gateway import DECLINED, LOST, NEVER_ARRIVED, UNAUTHORISED, answer
from tests.hostile.at_once import at_once
from tests.story.cards_money.till import AT, CLERK, Till, kr, later, line, till


def test_without_a_credit_note_the_invoice_is_unpaid_again(mine: Till) -> None:
    invoice = mine.issue()
    payment = mine.payment(mine.paid(invoice))
    made = mine.refund(payment, 10_000)
    assert (made.state, made.reference[0]) == ("succeeded", "R")
    assert mine.owed(invoice) == [10_000] and mine.reversals() == [("refund", 10_000)]
    assert mine.resting() == []  # the company decided this itself
    with pytest.raises(Refused, match="too_much"):
        mine.refund(payment, 15_001)
    assert mine.refund(payment, 15_000).state == "succeeded"
    assert mine.owed(invoice) == [25_000]
    mine.agrees()


def test_with_a_credit_note_nothing_more_is_owed(mine: Till) -> None:
    """A part: the note, the row of the refund list, and the card; the list's row closes by the gateway's word only."""
    invoice = mine.issue([line(20_000), line(10_000, "Fri", rate=0, vat_category="E")])
    payment = mine.payment(mine.paid(invoice))
    given = give_back_credited(
        mine.organization, payment=payment.id, amount=kr(30_000), reason="Fejl", actor=CLERK, at=AT
    )
    assert (given.note.total, mine.tasks()) == (kr(30_000), [("open", 30_000)])
    look_at_refund(mine.organization, refund=given.refunds[0].id, at=AT)
    (task,) = mine.rows(RefundTask)
    assert (task.state, task.reference) == ("refunded", f"re_{given.refunds[0].reference}")
    assert (mine.owed(invoice), mine.good(), mine.reversals()) == ([0], 0, [])
    mine.agrees()
    with pytest.raises(Refused, match="too_much"):
        give_back_credited(mine.organization, payment=payment.id, amount=kr(5_010), reason="x", actor=CLERK, at=AT)


def test_no_answer_is_read_again_and_paid_once(mine: Till) -> None:
    """G6: lost after it was done, lost before, and refused; never a blind second refund."""
    invoice = mine.issue()
    payment = mine.payment(mine.paid(invoice))
    mine.book.script("refund", LOST)
    made = mine.refund(payment, 1_000)
    assert made.state == "unknown"
    assert look_at_refund(mine.organization, refund=made.id, at=later(1)).state == "succeeded"
    mine.book.script("refund", NEVER_ARRIVED)
    made = mine.refund(payment, 2_000)
    assert look_at_refund(mine.organization, refund=made.id, at=AT + timedelta(hours=1)).state == "succeeded"
    mine.book.script("refund", UNAUTHORISED)
    made = mine.refund(payment, 3_000)
    assert (made.state, made.failure) == ("failed", "config_error")
    mine.book.script("refund", answer("failed", failure=DECLINED))
    assert mine.refund(payment, 3_000).state == "failed"
    assert mine.owed(invoice) == [3_000]
    assert len(mine.facts_named("payments.card_refund_failed")) == 2
    mine.book.script("refund", NEVER_ARRIVED, NEVER_ARRIVED)
    made = mine.refund(payment, 3_000)
    assert look_at_refund(mine.organization, refund=made.id, at=later(3)).state == "failed"
    mine.agrees()


def test_a_refund_that_a_bank_sends_back_is_paid_again(mine: Till) -> None:
    """Succeeded, and failed later: the invoice is paid again; a row of the refund list opens anew (gateways.md 2.3)."""
    invoice = mine.issue()
    payment = mine.payment(mine.paid(invoice))
    made = mine.refund(payment, 10_000)
    failed = mine.book.finish(made.reference, "refund_failed", occurred_at=later(2))
    assert mine.tell(failed, at=later(2)) == [("booked", "")]
    assert mine.owed(invoice) == [0]
    given = give_back_credited(
        mine.organization, payment=payment.id, amount=kr(25_000), reason="Fejl", actor=CLERK, at=later(3)
    )
    look_at_refund(mine.organization, refund=given.refunds[0].id, at=later(3))
    mine.tell(mine.book.finish(given.refunds[0].reference, "refund_failed", occurred_at=later(4)), at=later(4))
    assert mine.tasks() == [("open", 25_000), ("refunded", 25_000)]
    assert (mine.owed(invoice), mine.good()) == ([0], 0)
    mine.agrees()
    # It can be tried again, through the same payment.
    (open_task,) = mine.rows(RefundTask, state="open")
    with within(mine.organization):
        again = cards_for(mine.organization, task=open_task)
    assert again == [(payment, kr(25_000))]
    assert mine.refund(payment, 25_000, task=open_task.id, at=later(5)).state == "succeeded"
    mine.agrees()


def test_facts_come_in_any_order_and_twice(mine: Till) -> None:
    """G4: a late success does not undo the failure that came after it; nothing is booked twice."""
    invoice = mine.issue()
    payment = mine.payment(mine.paid(invoice))
    done = mine.book.refund_outside(payment.reference, kr(4_000))
    failed = mine.book.tell(
        "refund_failed", done.external_id, amount=kr(4_000), of_payment=payment.reference, occurred_at=later(1)
    )
    assert mine.tell(failed, done, done, at=later(2)) == [("ignored", "never_booked"), ("known", "")]
    assert mine.owed(invoice) == [0]
    # A refund that was told before its payment is booked with it.
    other = mine.issue()
    paid = mine.paid(other, tell=False)
    early = mine.book.refund_outside(paid, kr(25_000))
    assert mine.tell(early) == [("ignored", "not_ours")]
    mine.tell(*mine.book.facts(paid))
    assert mine.owed(other) == [25_000]
    mine.agrees()


def test_made_in_the_gateways_own_pages(mine: Till) -> None:
    """Booked, seen, and left to the company: the invoice rests; too much and another currency are parked (G5)."""
    invoice = mine.issue()
    paid = mine.paid(invoice)
    assert mine.tell(mine.book.refund_outside(paid, kr(5_000))) == [("booked", "outside")]
    assert (mine.owed(invoice), mine.resting()) == ([5_000], [invoice.id])
    mine.tell(mine.book.refund_outside(paid, kr(20_001), name="2"))
    mine.tell(mine.book.refund_outside(paid, type(kr(1))(100, "EUR"), name="3"))
    mine.tell(mine.book.tell("refund_succeeded", "re_x", amount=kr(1), reference="R00000ZZZZ", of_payment="pay_no"))
    assert sorted(mine.parked()) == ["currency", "too_much", "unknown_reference"]
    assert mine.owed(invoice) == [5_000]
    mine.agrees()


def test_our_own_order_with_another_amount_is_parked(mine: Till) -> None:
    payment = mine.payment(mine.paid(mine.issue()))
    mine.book.script("refund", answer("pending"))
    made = mine.refund(payment, 5_000)
    assert made.state == "pending"
    assert mine.tell(mine.book.finish(made.reference, "refund_succeeded", amount=kr(5_001))) == [("parked", "amount")]
    assert mine.reversals() == []


def test_a_gateway_that_carries_no_reference(mine: Till) -> None:
    """The running order of as much of the same payment is meant, not a refund made outside."""
    invoice = mine.issue()
    payment = mine.payment(mine.paid(invoice))
    mine.book.script("refund", NEVER_ARRIVED)
    made = mine.refund(payment, 5_000)
    mine.tell(mine.book.refund_outside(payment.reference, kr(5_000)))
    (row,) = mine.rows(CardRefund)
    assert (row.state, row.external_ref) == ("succeeded", f"outside_{payment.reference}_1")
    assert row.id == made.id and mine.reversals() == [("refund", 5_000)] and mine.resting() == []


def test_one_payment_of_several_invoices_is_given_back_from_the_last(mine: Till) -> None:
    first, second = mine.issue(), mine.issue()
    paid = mine.paid(first, second)
    mine.tell(mine.book.refund_outside(paid, kr(30_000)))
    assert mine.owed(first, second) == [5_000, 25_000]
    mine.agrees()


def test_while_a_card_refund_runs_its_row_is_not_paid_by_hand(mine: Till) -> None:
    """Hostile: twice by card, by hand beside the card, more than is left, dropped meanwhile."""
    invoice = mine.issue()
    payment = mine.payment(mine.paid(invoice))
    mine.pay(mine.issue(), 35_000)  # 100.00 too much, by bank
    task = open_refund(
        mine.organization, account=mine.account.id, amount=kr(10_000), reason="other", due_on=AT.date(),
        actor=CLERK, at=AT,
    )  # fmt: skip
    mine.book.script("refund", answer("pending"))
    made = mine.refund(payment, 10_000, task=task.id)
    for act in (
        lambda: mark_refunded(mine.organization, refund=task.id, reference="bank", actor=CLERK, at=AT),
        lambda: drop_refund(mine.organization, refund=task.id, actor=CLERK, at=AT),
        lambda: mine.refund(payment, 10_000, task=task.id),
    ):
        with pytest.raises(Refused, match="by_card"):
            act()
    with pytest.raises(Refused, match="too_much"):
        mine.refund(payment, 15_001)
    mine.tell(mine.book.finish(made.reference, "refund_succeeded"))
    assert mine.tasks() == [("refunded", 10_000)]
    with pytest.raises(Refused, match="closed"):
        mine.refund(payment, 10_000, task=task.id)
    mine.agrees()


def test_what_did_not_come_by_card_is_not_given_back_by_card(mine: Till) -> None:
    invoice = mine.issue()
    mine.pay(invoice, 25_000)
    (payment,) = mine.rows(Payment)
    with pytest.raises(Refused, match="not_by_card"):
        mine.refund(payment, 100)


def test_the_neighbours_payment_is_not_there(mine: Till) -> None:
    """SEC-09: another company's ids are unknown, in orders and in facts."""
    other = till()
    payment = other.payment(other.paid(other.issue()))
    with pytest.raises(Payment.DoesNotExist):
        give_back_by_card(mine.organization, payment=payment.id, amount=kr(100), actor=CLERK, at=AT)
    assert mine.tell(mine.book.refund_outside(payment.reference + "x", kr(100))) == [("ignored", "not_ours")]
    assert other.reversals() == []


def test_the_sweep_wakes_what_no_job_sent(mine: Till) -> None:
    payment = mine.payment(mine.paid(mine.issue()))
    give_back_by_card(mine.organization, payment=payment.id, amount=kr(100), actor=CLERK, at=AT)
    assert sweep_refunds(at=AT + timedelta(minutes=1)) >= 1
    assert card_gateway.book(mine.gateway).asked("refund") == []
    assert OrganizationId(mine.owner.id) == mine.organization


def test_two_at_once_do_not_give_back_more_than_was_paid(mine: Till) -> None:
    """Hostile: two clerks order 150.00 of 250.00 at the same moment; one of them is told that less is left."""
    payment = mine.payment(mine.paid(mine.issue()))

    def order() -> str:
        try:
            give_back_by_card(mine.organization, payment=payment.id, amount=kr(15_000), actor=CLERK, at=AT)
        except Refused as refused:
            return refused.reason
        return "ordered"

    assert sorted(at_once([order, order])) == ["ordered", "too_much"]
    assert [row.amount_minor for row in mine.rows(CardRefund)] == [15_000]


def test_two_workers_ask_the_gateway_once(mine: Till) -> None:
    """Hostile: the job and the sweep's job for one order; a gateway may not know an order when it comes again (G6)."""
    payment = mine.payment(mine.paid(mine.issue()))
    made = give_back_by_card(mine.organization, payment=payment.id, amount=kr(1_000), actor=CLERK, at=AT)
    mine.book.script("refund", NEVER_ARRIVED)
    for _ in range(2):
        give_back_job.task.func(organization=str(mine.organization), refund=str(made.id))
    assert len(mine.book.asked("refund")) == 1


def test_one_payment_does_not_suffice_so_it_is_spread_over_several(mine: Till) -> None:
    """Newest first, each payment its own order and row, the sum exact, never more than was paid; no card, no order."""
    old, new = mine.payment(mine.paid(mine.issue())), mine.payment(mine.paid(mine.issue(), at=later(1)))
    given = give_back_credited(
        mine.organization, payment=old.id, amount=kr(20_000), reason="Fejl", actor=CLERK, at=later(3)
    )
    assert [(each.payment_id, each.amount_minor) for each in given.refunds] == [(old.id, 20_000)]
    mine.pay(mine.issue(), 65_000)
    task = open_refund(
        mine.organization, account=mine.account.id, amount=kr(40_000), reason="asked", due_on=AT.date(),
        actor=CLERK, at=later(3),
    )  # fmt: skip
    orders = give_back_task(mine.organization, task=task.id, actor=CLERK, at=later(3))
    assert [(each.payment_id, each.amount_minor) for each in orders] == [(new.id, 25_000), (old.id, 5_000)]
    assert mine.tasks() == [
        ("dropped", 40_000), ("open", 5_000), ("open", 10_000), ("open", 20_000), ("open", 25_000),
    ]  # fmt: skip
    mine.book.script("refund", answer("failed", failure=DECLINED))
    for order in orders:
        look_at_refund(mine.organization, refund=order.id, at=later(3))
    # The newest one's failed: its row is on the list still, and the other is paid.
    assert mine.tasks() == [
        ("dropped", 40_000), ("open", 10_000), ("open", 20_000), ("open", 25_000), ("refunded", 5_000),
    ]  # fmt: skip
    mine.agrees()
    with pytest.raises(Refused, match="closed"):
        give_back_task(mine.organization, task=task.id, actor=CLERK, at=later(3))
