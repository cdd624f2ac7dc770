"""The payer's bank takes a payment back: booked, rested, decided (G4, G5)."""

from datetime import date

import pytest

from selvbetjening.domain.billing.queries.reminding import candidates
from selvbetjening.domain.invoicing.rules.interest import owed_on
from selvbetjening.domain.payments.actions.pause_collection import decide_pause
from selvbetjening.domain.payments.actions.use_credit import use_credit
from selvbetjening.domain.payments.models import Chargeback, CollectionPause, Payment
from selvbetjening.domain.payments.queries.standing import late_of
from selvbetjening.domain.payments.rules import Refused
from selvbetjening.domain.tenancy.within import within
from tests.story.cards_money.till import AT, CLERK, Till, kr, later


def verdict(mine: Till, invoice: object) -> str:
    with within(mine.organization):
        mine.owner.choices["send_reminders"] = True
        mine.owner.save(update_fields=["choices"])
        (found,) = candidates(mine.organization, invoices=[invoice], today=date(2026, 8, 1))  # type: ignore[list-item]
    return found.verdict.reason


def test_it_is_unpaid_again_and_rests_until_the_company_decides(mine: Till) -> None:
    invoice = mine.issue()
    paid = mine.paid(invoice)
    opened = mine.book.dispute(paid, kr(25_000))
    assert mine.tell(opened, opened) == [("booked", "")]
    assert (mine.owed(invoice), mine.resting()) == ([25_000], [invoice.id])
    assert verdict(mine, mine.invoice(invoice.id)) == "paused"
    lost = mine.book.close_dispute(paid, kr(25_000), won=False)
    mine.tell(lost, at=later(30))
    (row,) = mine.rows(Chargeback)
    assert (row.state, mine.owed(invoice)) == ("lost", [25_000])
    assert verdict(mine, mine.invoice(invoice.id)) == "paused"
    (pause,) = mine.rows(CollectionPause)
    decide_pause(mine.organization, pause=pause.id, decision="collect", actor=CLERK, at=later(31))
    assert verdict(mine, mine.invoice(invoice.id)) != "paused"
    with pytest.raises(Refused, match="closed"):
        decide_pause(mine.organization, pause=pause.id, decision="settled", actor=CLERK, at=later(31))
    mine.agrees()


def test_won_it_is_paid_again(mine: Till) -> None:
    invoice = mine.issue()
    paid = mine.paid(invoice)
    mine.tell(mine.book.dispute(paid, kr(25_000)))
    mine.tell(mine.book.close_dispute(paid, kr(25_000), won=True), at=later(20))
    assert (mine.owed(invoice), mine.good()) == ([0], 0)
    assert mine.reversals() == [("chargeback", 25_000), ("chargeback_won", -25_000)]
    mine.agrees()


def test_won_after_the_customer_paid_again_stands_to_the_good(mine: Till) -> None:
    invoice = mine.issue()
    paid = mine.paid(invoice)
    mine.tell(mine.book.dispute(paid, kr(25_000)))
    mine.pay(invoice, 25_000)
    mine.tell(mine.book.close_dispute(paid, kr(25_000), won=True))
    assert (mine.owed(invoice), mine.good()) == ([0], 25_000)
    mine.agrees()
    # And it pays what comes next, once.
    other = mine.issue()
    for _ in range(2):
        with within(mine.organization):
            use_credit(mine.organization, account=mine.account.id, actor=CLERK, at=later(1))
    assert (mine.owed(other), mine.good()) == ([0], 0)
    mine.agrees()


def test_closed_before_it_was_opened(mine: Till) -> None:
    """G4: the order of arrival does not matter."""
    first, second = mine.issue(), mine.issue()
    one, two = mine.paid(first), mine.paid(second)
    for paid, won in ((one, True), (two, False)):
        opened = mine.book.dispute(paid, kr(25_000))
        closed = mine.book.close_dispute(paid, kr(25_000), won=won)
        assert mine.tell(closed, opened) == [("booked", ""), ("known", "")]
    assert mine.owed(first, second) == [0, 25_000]
    mine.agrees()


def test_what_stands_to_the_good_pays_what_the_bank_took_back(mine: Till) -> None:
    """Another payment was 50 kr. too much: they pay the invoice that is unpaid again, before anybody is reminded."""
    first = mine.issue()
    attempt_amount = mine.paid(first)
    payment = mine.payment(attempt_amount)
    assert payment.overpaid_minor == 0
    second = mine.issue()
    mine.pay(second, 30_000)
    third = mine.issue()
    mine.tell(mine.book.dispute(attempt_amount, kr(25_000)))
    assert (mine.owed(first, second, third), mine.good()) == ([20_000, 0, 25_000], 0)
    mine.agrees()


def test_too_much_another_currency_and_strangers(mine: Till) -> None:
    invoice = mine.issue()
    paid = mine.paid(invoice)
    mine.refund(mine.payment(paid), 10_000)
    assert mine.tell(mine.book.dispute(paid, kr(25_000))) == [("parked", "too_much")]
    assert mine.tell(mine.book.dispute("pay_stranger", kr(25_000))) == [("ignored", "not_ours")]
    assert mine.owed(invoice) == [10_000] and mine.rows(Chargeback) == []


def test_interest_runs_from_the_day_on_which_it_left(mine: Till) -> None:
    """INT-2: paid in time, nothing was late; from the chargeback on the invoice is owed again."""
    invoice = mine.issue()
    paid = mine.paid(invoice)
    mine.book.at = later(40)
    mine.tell(mine.book.dispute(paid, kr(25_000)), at=later(40))
    with within(mine.organization):
        late = late_of(mine.organization, invoice=mine.invoice(invoice.id), roll="following", disputed_bears=True)
    assert owed_on(late=late, day=later(39).date()) == 0
    assert owed_on(late=late, day=later(41).date()) == 25_000
    assert mine.rows(Payment)[0].paid_on == AT.date()
