"""The page behind the link of the mails about a charge that failed: why one stands there, and what comes next."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.actions.collect_due import collect_due
from selvbetjening.domain.history.actions.react import react
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.payments.actions.disable_card import disable_card
from selvbetjening.domain.payments.models import CardCollection, PaymentCard
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests.card_gateway import CONFIRM, EXPIRED, NO_FUNDS, answer
from tests.story.paying.failed import failed_charge
from tests.story.paying.shop import Shop, begin, reference_in
from tests.story.portal.world import NOW, text_of


def due_today(ours: Shop) -> None:
    today = clock.today()
    with within(ours.id):
        CardCollection.objects.update(state="waiting", first_on=today, next_on=today, tries=0, reason="")


def tried(ours: Shop, *answers: Any) -> None:
    """The invoice is to be charged to the saved card today, and this is what the gateway says."""
    failed_charge(ours.world)
    with within(ours.id):
        Account.objects.filter(id=ours.world.account.id).update(collection_method="payment_card")
    due_today(ours)
    ours.book.script("charge", *answers)
    assert collect_due(ours.id, at=clock.now()) == len(answers)
    react(ours.id, at=clock.now())


def mail(ours: Shop, kind: str) -> str:
    with within(ours.id):
        return Message.objects.get(kind=kind).text


def test_tried_again_it_says_what_failed_when_and_when_next(ours: Shop, present: Callable[[datetime], None]) -> None:
    """Invoice, amount, day, reason and the next try, as the mail that leads there; the card only for one's own."""
    tried(ours, answer("failed", failure=NO_FUNDS))
    assert ours.link in mail(ours, "charge_failed")
    number = ours.invoice.number
    said = (
        f"Kortet kunne ikke trækkes Den 11. marts 2026 kunne vi ikke trække 250,00 kr. for faktura {number} på kort. "
        "Der var ikke penge nok på kortets konto. Prøv igen, eller brug et andet kort. "
    )
    after = "Vi prøver igen den 13. marts 2026. Betaler du her, prøver vi ikke igen."
    present(NOW + timedelta(hours=20))
    words = text_of(ours.stranger().get(ours.link))
    assert said + after in words, words
    assert "4242" not in words
    own = text_of(ours.visitor().get(ours.own))
    assert f"{said}Kort: Visa •••• 4242 {after}" in own, own
    assert (
        f"The card could not be charged On 11 March 2026 we could not take DKK 250.00 for invoice {number} by card. "
        "There was not enough money on the account behind the card. Try again, or use another card. "
        "We try again on 13 March 2026. Pay here, and we do not try again."
    ) in text_of(ours.stranger(language="en").get(ours.link))


def test_what_is_promised_is_so(ours: Shop, present: Callable[[datetime], None]) -> None:
    """Paid there, it is not tried again."""
    tried(ours, answer("failed", failure=NO_FUNDS))
    ours.book.pay(reference_in(begin(ours.stranger(), ours.link)))
    ours.told()
    present(NOW + timedelta(days=3))
    assert collect_due(ours.id, at=clock.now()) == 0 and ours.payments() == [250_00]
    assert "Kortet kunne ikke trækkes" not in text_of(ours.stranger().get(ours.link))


def test_given_up_it_says_that_no_try_follows(ours: Shop) -> None:
    """An expired card: no further try, and another card is what helps."""
    tried(ours, answer("failed", failure=EXPIRED))
    assert ours.link in mail(ours, "collection_given_up")
    words = text_of(ours.stranger().get(ours.link))
    assert (
        f"Den 11. marts 2026 kunne vi ikke trække 250,00 kr. for faktura {ours.invoice.number} på kort. "
        "Kortet er udløbet. Brug et andet kort. "
        "Vi prøver ikke at trække på dit kort igen. Du skal selv betale fakturaen."
    ) in words, words
    assert "We do not try to charge your card again." in text_of(ours.stranger(language="en").get(ours.link))


def test_the_bank_wants_her_to_confirm(ours: Shop) -> None:
    """SCA: nothing before she confirms, and no try by itself."""
    tried(ours, answer("needs_customer", failure=CONFIRM))
    assert ours.link in mail(ours, "charge_to_confirm")
    words = text_of(ours.stranger().get(ours.link))
    assert "Din bank vil have, at du godkender" in words
    assert "Der bliver ikke trukket noget, før du betaler her og godkender det. Vi prøver ikke igen" in words, words
    assert "Your bank wants you to confirm" in text_of(ours.stranger(language="en").get(ours.link))


@pytest.mark.parametrize("then", ["send_invoice", "fail_and_remind"])
def test_no_card_at_all_is_said(ours: Shop, then: str) -> None:
    """CD-04: with either choice of the company."""
    failed_charge(ours.world)
    with within(ours.id):
        choose(ours.id, values={"on_no_card": then}, actor=SYSTEM, at=clock.now())
        Account.objects.filter(id=ours.world.account.id).update(collection_method="payment_card")
        card = PaymentCard.objects.get().id
    disable_card(ours.id, account=ours.world.account.id, card=card, by="customer", actor=SYSTEM, at=clock.now())
    due_today(ours)
    assert collect_due(ours.id, at=clock.now()) == 0
    react(ours.id, at=clock.now())
    words = text_of(ours.stranger().get(ours.link))
    assert "Der er intet kort, der kan trækkes på. Vi prøver ikke at" in words, words
    assert "Den 11. marts 2026 kunne" in words and "Vi prøver ikke at trække på dit kort igen." in words


def test_nothing_failed_nothing_is_said(ours: Shop) -> None:
    assert "Kortet kunne ikke trækkes" not in text_of(ours.stranger().get(ours.link))
