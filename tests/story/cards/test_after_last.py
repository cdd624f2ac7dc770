"""What follows the last try comes late or twice: it looks first whether there is still a reason (`after_last_try`)."""

from datetime import timedelta

import pytest

from selvbetjening.domain.billing.actions.after_last_try import after_last_try, after_payment
from selvbetjening.domain.billing.actions.plan_collection import plan_collection
from selvbetjening.domain.billing.actions.retry_charge import retry_now
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.payments.actions.record_payment import record_manual_payment
from selvbetjening.domain.payments.models import CardCollection
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.money import Money
from tests.card_gateway import EXPIRED, answer
from tests.story.billing.deal import noon
from tests.story.cards.till import DUE, Till, till
from tests.story.invoicing.books import Books, line

AT = noon(DUE) + timedelta(hours=1)


def failed(choice: str, *, react: bool = True) -> tuple[Till, Invoice, Subscription]:
    """The only try has failed for good; with `react`, what follows has happened."""
    mine = till(choices={"after_last_try": choice})
    mine.save()
    subscription = mine.subscribe()
    (invoice,) = mine.bill()
    mine.book.script("charge", answer("failed", failure=EXPIRED))
    if react:
        mine.collect(DUE)
    else:
        with within(mine.organization):
            CardCollection.objects.update(state="given_up", next_on=None, reason="card_expired")
    return mine, invoice, subscription


def pay(mine: Till, invoice: Invoice, minor: int, name: str) -> None:
    record_manual_payment(
        mine.organization, invoice=invoice.id, amount=Money(minor, "DKK"), paid_on=DUE, reference=name, actor=SYSTEM,
        at=AT,
    )  # fmt: skip


@pytest.mark.parametrize("choice", ["pause", "cancel"])
@pytest.mark.parametrize("meanwhile", ["paid", "tried again"])
def test_told_late_that_all_failed_it_does_nothing_without_a_reason(choice: str, meanwhile: str) -> None:
    """She paid, or tries again, before the mail's job came: nothing rests and nothing ends."""
    mine, invoice, subscription = failed(choice, react=False)
    if meanwhile == "paid":
        pay(mine, invoice, 25000, "bank")
    else:
        mine.book.script("charge", answer("pending"))
        retry_now(mine.organization, invoice=invoice.id, account=mine.account.id, actor=SYSTEM, at=AT)
    assert after_last_try(mine.organization, invoice=invoice.id, at=AT) == []
    assert mine.subscription(subscription.id).state == "active"


def test_told_twice_it_pauses_once() -> None:
    """A reaction that is done again finds nothing to do."""
    mine, invoice, subscription = failed("pause")
    assert mine.subscription(subscription.id).state == "paused"
    assert after_last_try(mine.organization, invoice=invoice.id, at=AT) == []


def test_a_part_takes_nothing_up_and_the_rest_does() -> None:
    """It rests until the invoice is paid to the last øre, and is taken up once."""
    mine, invoice, subscription = failed("pause")
    left = mine.invoices()[0].outstanding.minor  # less than it was: what is paused costs nothing
    assert 0 < left < 25000
    pay(mine, invoice, left - 1, "one")
    mine.react(DUE)
    assert after_payment(mine.organization, invoice=invoice.id, at=AT) == []
    assert (mine.subscription(subscription.id).state, mine.row(invoice).state) == ("paused", "given_up")
    pay(mine, invoice, 1, "two")
    mine.react(DUE)
    assert (mine.subscription(subscription.id).state, mine.row(invoice).state) == ("active", "done")
    assert after_payment(mine.organization, invoice=invoice.id, at=AT) == []


def test_while_another_invoice_of_it_is_unpaid_it_rests() -> None:
    """Two were given up: one of them paid is not enough."""
    mine, invoice, subscription = failed("pause")
    with within(mine.organization):
        other = make_another(mine, subscription)
    pay(mine, invoice, 25000, "one")
    mine.react(DUE)
    assert mine.subscription(subscription.id).state == "paused"
    pay(mine, other, other.total_minor, "two")
    mine.react(DUE)
    assert mine.subscription(subscription.id).state == "active"


def make_another(mine: Till, subscription: Subscription) -> Invoice:
    """An earlier invoice of the same subscription, that was given up too."""
    made = Books(mine.owner, mine.organization, mine.account).issue([line(20000, subscription=subscription.id)])
    CardCollection.objects.create(
        organization_id=mine.organization, account=mine.account, invoice=made, state="given_up", first_on=DUE,
        reason="card_expired", made_at=AT,
    )  # fmt: skip
    return made


def test_a_payment_beside_a_charge_that_runs_leaves_the_charge_its_end() -> None:
    """G2: a transfer while the bank works on the charge: the row still says that money may be on its way."""
    mine = till()
    mine.save()
    mine.subscribe()
    (invoice,) = mine.bill()
    mine.book.script("charge", answer("pending"))
    mine.collect(DUE)
    pay(mine, invoice, 25000, "bank")
    mine.react(DUE)
    assert mine.row().state == "running"
    mine.book.finish(mine.attempts()[0].reference, "payment_succeeded")


def test_planned_twice_it_is_one_row_and_nothing_for_nothing() -> None:
    """G3: one row for an invoice, whoever plans it; none for what is paid by hand."""
    mine = till()
    mine.save()
    mine.subscribe()
    (invoice,) = mine.bill()
    first = mine.row()
    again = plan_collection(mine.organization, invoice=invoice.id, at=AT)
    assert again is not None and (again.id, mine.rows()) == (first.id, 1)
    mine.collect(DUE)
    again = plan_collection(mine.organization, invoice=invoice.id, at=AT)
    assert again is not None and (again.state, mine.collect(DUE + timedelta(days=1))) == ("done", 0)
    by_hand = till()
    by_hand.method("invoice")
    by_hand.save()
    by_hand.subscribe()
    (other,) = by_hand.bill()
    assert plan_collection(by_hand.organization, invoice=other.id, at=AT) is None
