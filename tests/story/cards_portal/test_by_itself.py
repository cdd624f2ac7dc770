"""What a card pays by itself is said with day and card, and nobody is told to pay it by hand (SB-30, XB-34)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from selvbetjening.domain.billing.actions.run import run
from selvbetjening.domain.payments.models import CardCollection
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from tests import make
from tests.story.cards_portal.wallet import by_card, collected, foreign, saved, stripe
from tests.story.portal.world import NOW, World, text_of, world

#: Four days before the invoice of 250 kr. is due, on the ninth.
BEFORE = NOW - timedelta(days=6)


@pytest.fixture(autouse=True)
def before(present: Callable[[datetime], None]) -> None:
    present(BEFORE)


def charged(**card: Any) -> World:
    """A company that names a bank account on its invoices, and a card that is charged on the due day."""
    mine = world(payment_instructions="Betal til reg. 1234 konto 0012345678")
    saved(mine, stripe(mine), **card)
    by_card(mine)
    collected(mine)
    return mine


def pages(mine: World, language: str = "da") -> tuple[str, str, str, str]:
    """The words of overview, list, invoice and subscription."""
    client = mine.client(language=language)
    where = ("/", "/fakturaer/", f"/fakturaer/{mine.invoice.id}/", f"/abonnementer/{mine.subscription.id}/")
    overview, listing, invoice, subscription = (text_of(client.get(each)) for each in where)
    return overview, listing, invoice, subscription


def change(mine: World, **values: Any) -> None:
    with within(mine.id):
        CardCollection.objects.filter(invoice=mine.invoice).update(**values)


@pytest.mark.parametrize(
    ("language", "by_itself", "of_it", "by_hand"),
    [
        (
            "da",
            "Den trækkes af sig selv den 9. marts 2026 på Visa •••• 4242.",
            "250,00 kr. trækkes af sig selv den 9. marts 2026 på Visa •••• 4242. Du skal ikke gøre noget.",
            ("etales senest", "Betal 250,00 kr."),
        ),
        (
            "en",
            "It is charged by itself on 9 March 2026 to Visa •••• 4242.",
            "DKK 250.00 is charged by itself on 9 March 2026 to Visa •••• 4242. You need do nothing.",
            ("to be paid by 9", "Pay DKK 250.00"),
        ),
    ],
)
def test_the_pages_name_day_and_card(language: str, by_itself: str, of_it: str, by_hand: tuple[str, ...]) -> None:
    """Both languages: no day to pay by, no bank account, no big button; but it may be paid earlier all the same."""
    mine = charged()
    overview, listing, invoice, subscription = pages(mine, language)
    assert by_itself in overview and by_itself in listing
    assert of_it in invoice
    assert "9. marts 2026" in subscription or "9 March 2026" in subscription
    for words in by_hand:
        assert words not in overview and words not in invoice, words
    assert "reg. 1234" not in invoice and "Skriv faktura" not in invoice and "Write invoice" not in invoice
    client, pay = mine.client(language=language), f"/fakturaer/{mine.invoice.id}/betal/"
    assert pay in client.get(f"/fakturaer/{mine.invoice.id}/").content.decode()
    assert pay in client.get("/fakturaer/").content.decode(), "SB-30: in the list it can be paid"
    assert pay not in client.get("/").content.decode()


def test_what_is_paid_by_hand_keeps_its_day() -> None:
    """Of two invoices one is charged: the day to pay by is the other's."""
    mine = charged()
    make.subscription(mine.account, mine.large, started_on=date(2026, 3, 5), collection_method="invoice")
    run(mine.id, today=date(2026, 3, 5), at=BEFORE)
    overview = pages(mine)[0]
    assert "En af dem trækkes af sig selv den 9. marts 2026 på Visa •••• 4242." in overview
    assert "Den næste, du selv betaler, skal betales senest 13. marts 2026." in overview
    english = pages(mine, "en")[0]
    assert "One of them is charged by itself on 9 March 2026 to Visa •••• 4242." in english
    assert "The next one that you pay yourself is to be paid by 13 March 2026." in english


def test_a_card_that_expires_before_promises_nothing() -> None:
    """Its last day, the way to a new one, and how else it is paid."""
    mine = world(payment_instructions="Betal til reg. 1234 konto 0012345678")
    saved(mine, stripe(mine), exp_month=3, exp_year=2026)
    by_card(mine)
    collected(mine, next_on=date(2026, 4, 2), first_on=date(2026, 4, 2))
    overview, _, invoice, subscription = pages(mine)
    assert "Den skal betales senest 9. marts 2026." in overview and "trækkes af sig selv" not in overview
    assert "gælder kun til og med den 31. marts 2026" in invoice and "reg. 1234" in invoice
    assert "Betal 250,00 kr. senest" in invoice
    assert "trækkes på dit kort den" not in subscription
    assert "is good to 31 March 2026 only" in pages(mine, "en")[2]


@pytest.mark.parametrize("state", ["asking", "given_up", "stopped"])
def test_what_no_card_pays_any_more_is_paid_by_hand(state: str) -> None:
    """Waiting for the payer's bank, given up, or called off: nowhere does a page say that it is charged."""
    mine = charged()
    change(mine, state=state, next_on=None)
    for words in pages(mine):
        assert "af sig selv den 9." not in words and "trækkes på dit kort den" not in words
    assert "reg. 1234" in pages(mine)[2]


def test_a_row_that_is_called_off_on_its_day_is_no_promise() -> None:
    """Account and subscription pay by invoice by now: the charge would be stopped when its day comes (CM-05)."""
    mine = charged()
    with within(mine.id):
        Subscription.objects.filter(id=mine.subscription.id).update(collection_method="invoice")
    assert "af sig selv den 9." not in pages(mine)[0] and "reg. 1234" in pages(mine)[2]


def test_a_card_that_cannot_be_charged_is_no_promise() -> None:
    """Only a card of a gateway that we do not speak to: nothing is charged."""
    mine = world(payment_instructions="Betal til reg. 1234 konto 0012345678")
    stripe(mine)
    foreign(mine)
    by_card(mine)
    collected(mine)
    assert "af sig selv den 9." not in pages(mine)[0] and "reg. 1234" in pages(mine)[2]


def test_a_charge_that_runs_says_so() -> None:
    """Neither a day nor the way to pay it a second time by the bank."""
    mine = charged()
    change(mine, state="running", next_on=None)
    overview, _, invoice, _ = pages(mine)
    assert "Den bliver trukket på dit kort lige nu." in overview
    assert "Der bliver trukket på dit kort lige nu. Du skal ikke gøre noget." in invoice and "reg. 1234" not in invoice
    english = pages(mine, "en")
    assert "Your card is being charged for it at this moment." in english[0]
    assert "Your card is being charged at this moment. You need do nothing." in english[2]


def test_a_charge_that_failed_is_tried_again() -> None:
    """The day of the next try; the ways to pay it now stay where they were."""
    mine = charged()
    change(mine, tries=1, reason="insufficient_funds", next_on=date(2026, 3, 12))
    overview, _, invoice, _ = pages(mine)
    again = "250,00 kr. trækkes igen af sig selv den 12. marts 2026 på Visa •••• 4242."
    assert again in invoice and "reg. 1234" not in invoice and "Betal nu" in invoice
    assert "den 12. marts 2026" in overview and "Betal nu" in overview
    assert "is charged by itself again on 12 March 2026, to Visa •••• 4242." in pages(mine, "en")[2]
