"""What the owner of a card is told: saved, disabled, about to expire (XB-41, CD-03, SB-32)."""

from datetime import date
from typing import Any, Literal

import pytest

from selvbetjening.domain.billing.actions.save_effects import save_effects
from selvbetjening.domain.payments.actions.disable_card import disable_card
from selvbetjening.domain.payments.actions.warn_expiry import warn_expiry
from selvbetjening.domain.payments.models import PaymentCard
from selvbetjening.kernel.actors import SYSTEM
from tests.story.billing.deal import noon
from tests.story.cards.till import FIRST, Till, another, till


def customer(**given: Any) -> Till:
    mine = till(**given)
    mine.subscribe()
    mine.react(FIRST)
    mine.post()
    return mine


def test_a_saved_card_names_its_effects_and_where_they_are_undone() -> None:
    """SB-32: the card, that it is charged by itself, what it pays; and the one place where it is undone."""
    mine = customer()
    mine.save()
    save_effects(mine.organization, account=mine.account.id, actor=SYSTEM, at=noon(FIRST))
    mine.react(FIRST)
    (told,) = mine.post("card_saved")
    for said in ("Visa •••• 4242", "Basis", "Trækkes automatisk", "fortrydes det i ét trin", "/kort/"):
        assert said in told.text, said
    assert "4242 4242" not in told.text


def test_a_saved_card_of_who_pays_by_hand_promises_nothing() -> None:
    """Nothing is charged by itself, so nothing says so."""
    mine = customer()
    mine.method("invoice")
    mine.save()
    mine.react(FIRST)
    (told,) = mine.post("card_saved")
    assert "Trækkes automatisk" not in told.text
    assert "Basis" not in told.text


@pytest.mark.parametrize(
    ("by", "words"),
    [("customer", "deaktiveret"), ("gateway", "Betalingsfirmaet kender ikke kortet længere"), ("replaced", "")],
)
def test_a_disabled_card(by: Literal["customer", "gateway", "replaced"], words: str) -> None:
    """CD-03: a receipt, or word of who dropped it; one that was replaced is no news."""
    mine = customer()
    card = mine.save()
    disable_card(mine.organization, account=mine.account.id, card=card.id, by=by, actor=SYSTEM, at=noon(FIRST))
    mine.react(FIRST)
    told = mine.post("card_disabled")
    assert len(told) == bool(words)
    assert all(words in message.text and "ikke andre kort" in message.text for message in told)


def expiring(mine: Till) -> PaymentCard:
    """The last day is 31 March 2026."""
    card = mine.save(another("0001", exp_month=3, exp_year=2026))
    mine.react(FIRST)
    mine.post()
    return card


def test_expiry_is_told_at_30_and_at_7_days_once_each() -> None:
    """XB-41: with the way to the cards, once for each mark; and nothing once it has expired."""
    mine = customer()
    expiring(mine)
    days = [date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 25), date(2026, 3, 26)]
    for day in [*days, *days, date(2026, 4, 1)]:
        warn_expiry(mine.organization, today=day, at=noon(day))
        mine.react(day)
    told = mine.post("card_expiring")
    assert len(told) == 2
    for said in ("Visa •••• 0001", "31. marts 2026", "Basis", "/kort/"):
        assert said in told[0].text, said


def test_a_card_that_pays_nothing_expires_in_silence() -> None:
    """XB-41: nothing is charged to it."""
    mine = customer()
    expiring(mine)
    mine.method("invoice")
    warn_expiry(mine.organization, today=date(2026, 3, 2), at=noon(FIRST))
    mine.react(FIRST)
    assert mine.post("card_expiring") == []


def test_in_english_without_amounts() -> None:
    """GDP-5 and the account's language: the failed charge says what to do, and no amount."""
    mine = till(language="en", choices={"mail_show_amounts": False, "on_no_card": "fail_and_remind"})
    mine.subscribe()
    (invoice,) = mine.bill()
    mine.post()
    mine.collect(invoice.due_on)
    (told,) = mine.post("collection_given_up")
    assert "There is no card that can be charged." in told.text
    assert "250" not in told.text
