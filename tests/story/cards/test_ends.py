"""After the last try, without a card, and when the payer wants to try at once (CD-04, `retry_payment`)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from selvbetjening.domain.billing.actions.charge import charge
from selvbetjening.domain.billing.actions.quote_resume import quote_resume
from selvbetjening.domain.billing.actions.retry_charge import RetryRefused, retry_now
from selvbetjening.domain.billing.models import LegalAct, Undo
from selvbetjening.domain.payments.actions.disable_card import disable_card
from selvbetjening.domain.payments.actions.record_payment import record_manual_payment
from selvbetjening.domain.payments.models import PaymentCard
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.subscriptions.rules import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.money import Money
from tests.card_gateway import EXPIRED, NO_FUNDS, VISA, answer
from tests.story.billing.deal import noon
from tests.story.cards.till import DUE, Till, another, till

PAYER = Actor("recipient", "11111111-1111-1111-1111-111111111111")


def failed(**choices: Any) -> Till:
    """The only try has failed for good."""
    mine = till(choices=choices)
    mine.save()
    mine.subscribe()
    mine.bill()
    mine.post()
    mine.book.script("charge", answer("failed", failure=EXPIRED))
    mine.collect(DUE)
    return mine


def only(mine: Till) -> Subscription:
    """The subscription of the first invoice."""
    found = mine.invoices()[0].lines.all()[0].subscription_id
    assert found is not None
    return mine.subscription(found)


def test_keep_changes_nothing() -> None:
    """The default."""
    mine = failed()
    assert only(mine).state == "active"
    (told,) = mine.post()
    assert "Dit abonnement fortsætter" in told.text


def test_cancel_is_at_the_end_of_the_period_and_no_declaration_of_the_customer_s() -> None:
    """CAN-1: never at once, and nothing says that the customer cancelled."""
    mine = failed(after_last_try="cancel")
    gone = only(mine)
    assert gone.state == "cancelled"
    assert gone.ends_on is not None
    assert gone.ends_on >= date(2026, 4, 2)
    with within(mine.organization):
        assert not LegalAct.objects.filter(organization_id=mine.organization).exists()
        assert not Undo.objects.filter(organization_id=mine.organization).exists()
    assert sorted(message.kind for message in mine.post()) == ["collection_given_up", "ended_by_company"]


def test_pause_until_it_is_paid() -> None:
    """It costs nothing while it rests; nobody takes it up unpaid; the payment does, by itself, and once."""
    mine = failed(after_last_try="pause", pause_most_days=30)
    rests = only(mine)
    assert (rests.state, rests.paused_until) == ("paused", None)
    with pytest.raises(Refused, match="unpaid"):
        quote_resume(mine.organization, account=mine.account.id, subscription=rests.id, at=noon(DUE))
    invoice = mine.invoices()[0]
    day = DUE + timedelta(days=2)
    record_manual_payment(
        mine.organization, invoice=invoice.id, amount=invoice.outstanding, paid_on=day, reference="bank",
        actor=SYSTEM, at=noon(day),
    )  # fmt: skip
    mine.collect(day)
    assert only(mine).state == "active"
    assert mine.row(invoice).state == "done"


def test_a_pause_by_the_customer_is_not_ended_by_a_payment() -> None:
    """Only what was paused for the invoice goes on with it."""
    mine = failed()
    invoice = mine.invoices()[0]
    record_manual_payment(
        mine.organization, invoice=invoice.id, amount=Money(25000, "DKK"), paid_on=DUE, reference="bank",
        actor=SYSTEM, at=noon(DUE),
    )  # fmt: skip
    mine.collect(DUE)
    assert only(mine).state == "active"


def test_without_a_card_the_invoice_is_one_sent_by_mail() -> None:
    """CD-04, `send_invoice`: it says how to pay, and no charge is planned."""
    mine = till()
    mine.subscribe()
    (invoice,) = mine.bill()
    assert invoice.snapshot["payment"]["by_card"] is False
    assert mine.rows() == 0


def test_a_card_that_went_before_the_day_is_told_politely() -> None:
    """CD-04, `send_invoice`: stopped, one mail with the way to pay, and nothing counts as failed."""
    mine = till()
    card = mine.save()
    mine.subscribe()
    mine.bill()
    gone(mine, card)
    mine.post()
    assert mine.collect(DUE) == 0
    assert (mine.row().state, mine.row().reason) == ("stopped", "no_card")
    (told,) = mine.post("collection_given_up", "charge_failed")
    assert told.kind == "collection_given_up"
    assert "reg. 1234" in told.text
    assert mine.facts("payments.charge_failed") == []
    # She was told to pay herself: a card that she adds later does not take it.
    mine.save(another(), day=DUE)
    mine.react(DUE)
    assert mine.collect(DUE) == 0
    assert mine.paid() == []


def test_a_card_that_went_may_count_as_failed() -> None:
    """CD-04, `fail_and_remind`: as a failed charge, with the company's end after the last try."""
    mine = till(choices={"on_no_card": "fail_and_remind", "after_last_try": "pause"})
    mine.subscribe()
    (invoice,) = mine.bill()
    assert invoice.snapshot["payment"]["by_card"] is True
    mine.collect(DUE)
    assert (mine.row(invoice).state, mine.row(invoice).reason) == ("given_up", "no_card")
    assert len(mine.facts("payments.charge_failed")) == 1
    assert only(mine).state == "paused"


@pytest.mark.parametrize("choice", ["send_invoice", "fail_and_remind"])
def test_a_card_that_expired_before_the_day_is_called_expired(choice: str) -> None:
    """CD-04: the mail names the card and what happened, and leads to where a new one pays; it is no fault of hers."""
    mine = till(choices={"on_no_card": choice})
    mine.save(replace(VISA, exp_month=3, exp_year=2026))
    mine.subscribe(day=date(2026, 3, 26))
    (invoice,) = mine.bill(date(2026, 3, 26))
    mine.post()
    assert invoice.due_on > date(2026, 3, 31) and mine.collect(invoice.due_on) == 0
    (told,) = mine.post("collection_given_up", "charge_failed")
    assert "Kortet er udløbet." in told.text and "Visa •••• 4242" in told.text
    assert "Der er intet kort" not in told.text
    assert "Betal eller skift kort" in told.text and "/betal/" in told.text
    assert mine.row().reason == "no_card"
    # The mail's page takes the new card and names the amount; adding a card elsewhere charges nothing.
    mine.save(another(), day=invoice.due_on)
    mine.react(invoice.due_on)
    assert (mine.collect(invoice.due_on), mine.paid()) == (0, [])


def gone(mine: Till, card: PaymentCard) -> None:
    disable_card(
        mine.organization, account=mine.account.id, card=card.id, by="customer", actor=PAYER, at=noon(DUE)
    )  # fmt: skip


def retried(mine: Till, minutes: int = 0) -> None:
    at = noon(DUE) + timedelta(minutes=minutes)
    invoice = mine.invoices()[0]
    made = retry_now(mine.organization, invoice=invoice.id, account=mine.account.id, actor=PAYER, at=at)
    charge(mine.organization, attempt=made.id, at=at)


def test_the_payer_tries_again_at_once() -> None:
    """`retry_payment`: after the plan has ended, and while it waits."""
    mine = failed()
    retried(mine, 5)
    assert mine.paid() == [25000]
    assert mine.row().state == "done"
    with pytest.raises(RetryRefused, match="paid"):
        retried(mine, 6)


def test_five_times_a_day_and_the_plan_stands() -> None:
    """`retry_payment`: five charges on one day at most; the plan of tries is not used up by them."""
    mine = till()
    mine.save()
    mine.subscribe()
    mine.bill()
    mine.book.script("charge", *[answer("failed", failure=NO_FUNDS)] * 5)
    mine.collect(DUE)
    for minute in range(1, 5):
        retried(mine, minute)
    assert len(mine.attempts()) == 5
    assert (mine.row().state, mine.row().tries) == ("waiting", 1)
    with pytest.raises(RetryRefused, match="too_often"):
        retried(mine, 9)
    assert mine.row().next_on == DUE + timedelta(days=2)


def test_while_a_charge_runs_nothing_is_tried() -> None:
    """PY-04: one live attempt for an invoice."""
    mine = till()
    mine.save()
    mine.subscribe()
    mine.bill()
    mine.book.script("charge", answer("pending"))
    mine.collect(DUE)
    with pytest.raises(RetryRefused, match="running"):
        retried(mine, 5)
    assert len(mine.attempts()) == 1
