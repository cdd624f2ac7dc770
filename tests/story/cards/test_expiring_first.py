"""An invoice whose day comes after the card's last one, and what the failure mails say of its due day."""

from datetime import date, timedelta
from typing import Any

import pytest

from selvbetjening.domain.messaging.models import Message
from tests.card_gateway import EXPIRED, NO_FUNDS, answer
from tests.story.billing.deal import noon
from tests.story.cards.till import DUE, Till, another, till

#: Issued while the card is good to the end of the month, due in the next one.
ISSUED = date(2026, 3, 26)


def issued(*cards: Any, **given: Any) -> tuple[Till, Message]:
    mine = till(**given)
    for card in cards:
        mine.save(card, day=ISSUED)
    mine.subscribe(day=ISSUED)
    (invoice,) = mine.bill(ISSUED)
    assert invoice.due_on.month == 4 and invoice.snapshot["payment"]["by_card"]
    (told,) = mine.post("invoice_issued")
    return mine, told


@pytest.mark.parametrize(
    ("language", "last", "promise"),
    [("da", "31. marts 2026", "Du skal ikke gøre noget"), ("en", "31 March 2026", "You need do nothing")],
)
def test_the_invoice_mail_promises_nothing_that_the_card_cannot_keep(language: str, last: str, promise: str) -> None:
    """It names the card and its last day, and leads to a new one; once that is there, the charge is made."""
    mine, told = issued(another(exp_month=3, exp_year=2026), language=language)
    assert "Visa •••• 0006" in told.text and last in told.text
    assert (
        promise not in told.text and "Trækkes på dit kort" not in told.text and "Charged to your card" not in told.text
    )
    assert ("Betal eller skift kort" if language == "da" else "Pay or change card") in told.text
    assert "Betal til reg." not in told.text
    mine.save(another("0007", exp_month=12, exp_year=2030), day=ISSUED)
    assert mine.collect(mine.invoices()[0].due_on) == 1
    assert len(mine.paid()) == 1


def test_another_card_that_lasts_keeps_the_promise() -> None:
    """Where the default expires before, the newest that is good on the day is charged: nobody need do anything."""
    _, told = issued(another(exp_month=3, exp_year=2026), another("0007", exp_month=12, exp_year=2030))
    assert "Du skal ikke gøre noget" in told.text
    assert "Betal eller skift kort" not in told.text


def test_the_failure_mail_names_the_due_day_and_says_when_it_is_past() -> None:
    """On the day itself it is to be paid by it; two days later it was."""
    mine = till()
    mine.save()
    mine.subscribe()
    mine.bill()
    mine.post()
    mine.book.script("charge", *[answer("failed", failure=NO_FUNDS)] * 2)
    mine.days(DUE, DUE + timedelta(days=2))
    first, second = mine.post("charge_failed")
    assert "Betales senest: 10. marts 2026" in first.text
    assert "Skulle være betalt: 10. marts 2026" in second.text
    assert second.created_at == noon(DUE + timedelta(days=2))


def test_the_last_failure_mail_names_it_too() -> None:
    """Told to pay herself, she sees by when."""
    mine = till()
    mine.save()
    mine.subscribe()
    mine.bill()
    mine.post()
    mine.book.script("charge", answer("failed", failure=EXPIRED))
    mine.collect(DUE)
    (told,) = mine.post("collection_given_up")
    assert "Betales senest: 10. marts 2026" in told.text
