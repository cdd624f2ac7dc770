"""Where the money of a payment is taken from when it leaves again: to the øre, and never what is not there (G5)."""

from dataclasses import replace
from datetime import date

import pytest

from selvbetjening.domain.billing.actions.give_back import look_at_refund
from selvbetjening.domain.billing.actions.give_back_credited import give_back_credited
from selvbetjening.domain.invoicing.actions.claims import claim
from selvbetjening.domain.invoicing.models import Invoice, LateClaim
from selvbetjening.domain.payments.actions.refunds import mark_refunded, open_refund
from selvbetjening.domain.payments.actions.reverse_payment import bring_back, reverse_payment
from selvbetjening.domain.payments.actions.use_credit import use_credit
from selvbetjening.domain.payments.models import CardRefund, Payment, RefundTask
from selvbetjening.domain.payments.rules import Refused
from selvbetjening.domain.tenancy.within import within
from tests import make
from tests.story.cards_money.till import AT, CLERK, Till, kr, later


def crossed(mine: Till, invoice: Invoice, *, transfer: int) -> Payment:
    """She pays by card while a transfer of this is on its way, which comes first: so much of the card's is too much."""
    external = mine.paid(invoice, tell=False)
    mine.pay(invoice, transfer)
    mine.tell(*mine.book.facts(), at=later(1))
    payment = mine.payment(external)
    assert (payment.amount_minor, payment.overpaid_minor) == (25_000, transfer)
    return payment


def reverse(mine: Till, payment: Payment, minor: int, name: str) -> None:
    reverse_payment(
        mine.organization, payment=payment.id, amount=kr(minor), reason="chargeback", reference=name, on=AT.date(),
        actor=CLERK, at=later(2),
    )  # fmt: skip


def back(mine: Till, payment: Payment, minor: int, name: str) -> None:
    bring_back(
        mine.organization, payment=payment.id, amount=kr(minor), reason="chargeback_won", reference=name,
        on=AT.date(), actor=CLERK, at=later(3),
    )  # fmt: skip


def test_what_its_rest_had_paid_elsewhere_is_unpaid_again_and_paid_once_it_is_back(mine: Till) -> None:
    """PY-06: its own invoice was paid by the transfer, so it is the other one that is unpaid; won, that is paid."""
    own, other = mine.issue(), mine.issue()
    payment = crossed(mine, own, transfer=25_000)
    assert (mine.owed(own, other), mine.good()) == ([0, 0], 0)
    mine.tell(mine.book.dispute(payment.reference, kr(25_000)), at=later(2))
    assert (mine.owed(own, other), mine.good()) == ([0, 25_000], 0)
    mine.agrees()
    mine.tell(mine.book.close_dispute(payment.reference, kr(25_000), won=True), at=later(3))
    assert (mine.owed(own, other), mine.good()) == ([0, 0], 0)
    mine.agrees()
    reverse(mine, payment, 7_000, "second")
    assert (mine.owed(own, other), mine.good()) == ([0, 7_000], 0)
    mine.agrees()


def test_in_parts_it_goes_the_same_way(mine: Till) -> None:
    """First its own invoice, as far as it paid that and it was not taken off before; then the other."""
    own, other = mine.issue(), mine.issue()
    payment = crossed(mine, own, transfer=10_000)
    assert mine.owed(own, other) == [0, 15_000]
    reverse(mine, payment, 15_000, "one")
    assert mine.owed(own, other) == [15_000, 15_000]
    mine.pay(own, 15_000)
    # What the transfer paid of its own invoice since is not the card's to take.
    reverse(mine, payment, 4_000, "two")
    assert mine.owed(own, other) == [0, 19_000]
    reverse(mine, payment, 6_000, "three")
    assert (mine.owed(own, other), mine.good()) == ([0, 25_000], 0)
    with pytest.raises(Refused, match="too_much"):
        reverse(mine, payment, 1, "four")
    mine.agrees()


def test_what_was_paid_out_by_hand_meanwhile_is_not_there_any_more(mine: Till) -> None:
    """A person looks at it: the bank takes 250 kr. of which 100 were transferred back already. Nothing is booked."""
    own = mine.issue()
    payment = crossed(mine, own, transfer=10_000)
    assert mine.good() == 10_000
    task = open_refund(
        mine.organization, account=mine.account.id, amount=kr(10_000), reason="overpayment", due_on=AT.date(),
        actor=CLERK, at=later(1),
    )  # fmt: skip
    mark_refunded(mine.organization, refund=task.id, reference="bank-1", actor=CLERK, at=later(1))
    assert mine.tell(mine.book.dispute(payment.reference, kr(25_000)), at=later(2)) == [("parked", "too_much")]
    assert (mine.owed(own), mine.good(), mine.reversals()) == ([0], 0, [])
    mine.agrees()
    reverse(mine, payment, 15_000, "the rest")
    assert mine.owed(own) == [15_000]
    mine.agrees()


def test_no_more_comes_back_than_had_left(mine: Till) -> None:
    """Each name once, with one amount; what is told again changes nothing."""
    own = mine.issue()
    payment = mine.payment(mine.paid(own))
    with pytest.raises(Refused, match="too_much"):
        back(mine, payment, 1, "won")
    reverse(mine, payment, 10_000, "lost")
    reverse(mine, payment, 10_000, "lost")
    with pytest.raises(Refused, match="reference_used"):
        reverse(mine, payment, 9_999, "lost")
    with pytest.raises(Refused, match="too_much"):
        back(mine, payment, 10_001, "won")
    assert mine.owed(own) == [10_000]
    for _ in range(2):
        back(mine, payment, 10_000, "won")
    assert (mine.owed(own), mine.good()) == ([0], 0)
    with pytest.raises(Refused, match="too_much"):
        back(mine, payment, 1, "again")
    mine.agrees()


def test_what_comes_back_for_an_invoice_that_was_paid_meanwhile_pays_the_next(mine: Till) -> None:
    """Won after she paid again: to her good, and from there the other open invoice, exactly once."""
    own = mine.issue()
    payment = mine.payment(mine.paid(own))
    reverse(mine, payment, 25_000, "lost")
    mine.pay(own, 25_000)
    other = mine.issue()
    back(mine, payment, 25_000, "won")
    assert (mine.owed(own, other), mine.good()) == ([0, 0], 0)
    mine.agrees()


def test_fees_are_unpaid_after_the_invoice_and_only_once(mine: Till) -> None:
    """DUN-8: then the other invoice; what was taken off the fee before is not taken off it again."""
    own, late = mine.issue(), date(2026, 4, 10)
    with within(mine.organization):
        claim(mine.organization, invoice=own, amounts=[("fee", 10_000)], today=late, at=later(20))
    mine.pay(own, 40_000, day=late)
    (payment,) = mine.rows(Payment)
    other = mine.issue()
    with within(mine.organization):
        use_credit(mine.organization, account=mine.account.id, actor=CLERK, at=later(30))
    assert (mine.owed(own, other), fee_left(mine), mine.good()) == ([0, 20_000], 0, 0)
    reverse(mine, payment, 36_000, "one")
    assert (mine.owed(own, other), fee_left(mine)) == ([25_000, 21_000], 10_000)
    mine.pay(own, 35_000, day=late)
    assert (mine.owed(own, other), fee_left(mine)) == ([0, 21_000], 0)
    reverse(mine, payment, 2_000, "two")
    assert (mine.owed(own, other), fee_left(mine)) == ([0, 23_000], 0)
    mine.agrees()


def test_a_refund_that_came_back_is_still_to_be_paid_out(mine: Till) -> None:
    """It is hers: another open invoice does not swallow it, and the row of the list is there again."""
    own = mine.issue()
    payment = mine.payment(mine.paid(own))
    given = give_back_credited(
        mine.organization, payment=payment.id, amount=kr(25_000), reason="Fejl", actor=CLERK, at=later(1)
    )
    look_at_refund(mine.organization, refund=given.refunds[0].id, at=later(1))
    other = mine.issue()
    mine.tell(mine.book.finish(given.refunds[0].reference, "refund_failed", occurred_at=later(2)), at=later(2))
    assert mine.tasks() == [("open", 25_000), ("refunded", 25_000)]
    assert (mine.owed(other), mine.good()) == ([25_000], 0)
    mine.agrees()


def test_a_row_of_the_list_is_carried_out_whole(mine: Till) -> None:
    """Neither a part of it nor more, and not another customer's."""
    payment = crossed(mine, mine.issue(), transfer=10_000)
    task = open_refund(
        mine.organization, account=mine.account.id, amount=kr(10_000), reason="overpayment", due_on=AT.date(),
        actor=CLERK, at=later(1),
    )  # fmt: skip
    for minor in (9_999, 10_001):
        with pytest.raises(Refused, match="amount"):
            mine.refund(payment, minor, task=task.id)
    other = replace(mine, account=make.account(mine.owner))
    theirs = other.payment(other.paid(other.issue()))
    with pytest.raises(RefundTask.DoesNotExist):
        mine.refund(theirs, 10_000, task=task.id)
    assert mine.rows(CardRefund) == [] and mine.tasks() == [("open", 10_000)]


def fee_left(mine: Till) -> int:
    return sum(each.left_minor for each in mine.rows(LateClaim))
