"""What a new card is charged for at once: what its owner was shown beforehand, and nothing else (SB-32)."""

from dataclasses import replace
from datetime import date, timedelta

from selvbetjening.domain.billing.actions.take_facts import take_facts
from selvbetjening.domain.billing.queries.new_card import NewCard, new_card
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.payments.actions.make_attempt import Wish, make_attempt
from selvbetjening.domain.payments.models import PaymentCard
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.money import Money
from tests.card_book import EXPIRED, NO_FUNDS, answer
from tests.story.billing.deal import noon
from tests.story.cards.till import DUE, Till, another, till

LATER = DUE + timedelta(days=1)


def failing(failure: object = NO_FUNDS) -> tuple[Till, Invoice]:
    """An invoice of 250 kr. whose first charge failed the day before `LATER`."""
    mine = till()
    mine.save()
    mine.subscribe()
    (invoice,) = mine.bill()
    mine.book.script("charge", answer("failed", failure=failure))  # type: ignore[arg-type]
    mine.collect(DUE)
    mine.post()
    return mine, invoice


def shown(mine: Till, day: date = LATER) -> NewCard:
    with within(mine.organization):
        return new_card(mine.organization, account=mine.account.id, today=day)


def add(mine: Till, *, box: bool = True, takes: NewCard | None = None, day: date = LATER) -> PaymentCard:
    """She enters another card, having seen `takes`, and everything follows."""
    wish = Wish(
        account=mine.account.id, gateway_account=mine.gateway.id, kind="save", currency="DKK", save_card=box,
        at_once=(takes or shown(mine, day)).parts if box else (),
    )  # fmt: skip
    made = make_attempt(mine.organization, wish=wish, at=noon(day))
    mine.book.save(made.reference, card=another())
    take_facts(mine.organization, gateway_account=mine.gateway.id, facts=mine.book.facts(), at=noon(day))
    mine.react(day)
    mine.collect(day)
    with within(mine.organization):
        return PaymentCard.objects.get(organization_id=mine.organization, last4="0006")


def test_what_waits_for_its_next_try_is_shown_and_charged_at_once() -> None:
    """The amount on the page is the amount that is taken, from the new card; the mail names it."""
    mine, invoice = failing()
    (one,) = shown(mine).at_once
    assert (one.invoice, one.amount, one.failure) == (invoice.id, Money(25000, "DKK"), "insufficient_funds")
    fresh = add(mine)
    assert mine.paid() == [25000]
    assert [each.card_id for each in mine.attempts() if each.kind == "charge"][-1] == fresh.id
    (told,) = mine.post("card_saved")
    assert f"Faktura {invoice.number}" in told.text and "250,00" in told.text and "Der trækkes straks" in told.text


def test_without_the_box_nothing_is_charged() -> None:
    """Only saved: no charge, and the mail says so and promises no charges."""
    mine, _ = failing()
    add(mine, box=False)
    assert (mine.paid(), mine.row().state, mine.row().tries) == ([], "waiting", 1)
    (told,) = mine.post("card_saved")
    assert "Der trækkes ikke noget, fordi kortet blev gemt." in told.text
    assert "Ja, for det" not in told.text


def test_what_was_given_up_is_paid_by_hand() -> None:
    """She was told that no more is tried: the card leaves it alone, and the mail lists it with its day."""
    mine, invoice = failing(EXPIRED)
    takes = shown(mine)
    assert takes.at_once == () and [each.invoice for each in takes.by_hand] == [invoice.id]
    add(mine)
    assert mine.paid() == []
    (told,) = mine.post("card_saved")
    assert f"Faktura {invoice.number}" in told.text and "skal betales senest" in told.text


def test_more_than_was_shown_is_not_charged() -> None:
    """An amount that grew, and an invoice that was not shown: each is left to its own plan."""
    mine, _ = failing()
    takes = shown(mine)
    less = replace(takes.at_once[0], amount=Money(24900, "DKK"))
    add(mine, takes=replace(takes, at_once=(less,)))
    assert (mine.paid(), mine.row().tries) == ([], 1)
    other, _ = failing()
    add(other, takes=NewCard((), (), ()))
    assert other.paid() == []


def test_an_invoice_sent_to_be_paid_by_hand_stays_so() -> None:
    """SB-32 has three effects, and charging an invoice that is out already is none of them."""
    mine = till()
    mine.method("invoice")
    mine.subscribe()
    (invoice,) = mine.bill()
    takes = shown(mine)
    assert [(each.invoice, each.on) for each in takes.by_hand] == [(invoice.id, invoice.due_on)]
    add(mine)
    mine.days(LATER, LATER + timedelta(days=2))
    assert mine.paid() == []
