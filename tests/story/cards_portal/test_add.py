"""Adding a card: to the gateway's page and back (SB-26, CD-02, PY-05, PY-09)."""

from datetime import timedelta
from typing import Any

import pytest

from selvbetjening.domain.billing.actions.take_facts import take_facts
from selvbetjening.domain.payments.actions.move_attempt import move_attempt
from selvbetjening.domain.payments.models import GatewayAccount, PaymentCard
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from tests import card_gateway, make, portal
from tests.card_gateway import UNAUTHORISED, UNREACHED
from tests.story.cards_portal.wallet import attempts, by_card, card, collected, quickpay, saved, stripe, ways
from tests.story.portal.world import NOW, World, text_of

ADD = "/kort/tilfoej/"


def fields(answer: Any) -> dict[str, str]:
    """What the page's form would send, the box unticked."""
    form = answer.context["form"]
    return {name: str(form[name].value() or "") for name in ("words", "place")}


def begin(client: portal.PortalClient, **values: str) -> Any:
    """Send the form as it stands, with these values."""
    return client.post(ADD, fields(client.get(ADD)) | values)


def entered(owner: World, at: GatewayAccount, **values: Any) -> None:
    """She enters the card on the gateway's page, and the gateway tells us."""
    book = card_gateway.book(at)
    book.save(attempts(owner)[-1].reference, **values)
    take_facts(owner.id, gateway_account=at.id, facts=book.facts(), at=NOW)


def cards(owner: World) -> list[PaymentCard]:
    with within(owner.id):
        return list(PaymentCard.objects.filter(organization_id=owner.id))


def test_a_card_is_added_and_only_saved_sb_26(ours: World) -> None:
    """SB-26, PY-05: form, gateway's page, status page, list; without the box nothing else changes."""
    at, client = stripe(ours), ours.client()
    answer = begin(client)
    (attempt,) = attempts(ours)
    assert answer.status_code == 302
    assert answer["Location"] == f"https://stripe.example/page/{attempt.reference}"
    order = card_gateway.book(at).asked("start_save")[0]
    status = order.returns.done.removeprefix(f"https://{client.host}")
    assert status == f"/kort/tilfoej/{attempt.id}/"
    assert order.payer.email == ours.recipient.email and order.currency == "DKK"
    waiting = client.get(status)
    assert "Vi venter på svar" in text_of(waiting)
    assert 'http-equiv="refresh"' in waiting.content.decode()
    assert not cards(ours)
    entered(ours, at)
    told = client.get(status, headers={"hx-request": "true"})
    assert (told.status_code, told["HX-Redirect"]) == (200, f"/kort/?gemt={attempt.id}")
    done = client.get(status, follow=True)
    assert "Kortet er gemt" in text_of(done) and "Visa •••• 4242" in text_of(done)
    assert ways(ours) == ("invoice", "")


def test_the_box_does_three_things_sb_32(ours: World) -> None:
    """SB-32, PY-09: card saved, account by card, subscriptions by card; the agreed words are kept with the card."""
    at, client = stripe(ours), ours.client()
    assert "Basishold" in text_of(client.get(ADD))
    begin(client, use="on")
    entered(ours, at)
    assert ways(ours) == ("payment_card", "payment_card")
    (mine,) = cards(ours)
    assert "Basishold" in mine.consent and mine.consent_version
    done = client.get(f"/kort/tilfoej/{attempts(ours)[0].id}/", follow=True)
    assert "Dine betalinger trækkes på det fra nu af" in text_of(done)


def test_a_card_to_be_used_is_charged_first_cd_05(ours: World) -> None:
    """CD-05: "use this card" means this one, also where an older good card is the default; without the box it waits."""
    at = stripe(ours)
    old = saved(ours, at, "1111")
    by_card(ours)
    begin(ours.client())
    entered(ours, at)
    assert card(ours, old.id).default_at
    new = next(each for each in cards(ours) if each.last4 == "4242")
    assert new.default_at is None
    begin(ours.client(), use="on")
    entered(ours, at, card=card_gateway.DANKORT)
    assert next(each for each in cards(ours) if each.last4 == "0006").default_at


def test_a_card_that_steps_in_says_so_cd_05(ours: World) -> None:
    """CD-05: where the account pays by card and no other can be charged, a new card is, and the page says it before."""
    at = stripe(ours)
    saved(ours, at, "1111", exp_month=1, exp_year=2026)
    by_card(ours)
    client = ours.client()
    assert "når der ikke er et andet kort" in text_of(client.get(ADD))
    begin(client)
    entered(ours, at)
    new = next(each for each in cards(ours) if each.last4 == "4242")
    assert new.default_at and "når der ikke er et andet kort" in new.consent
    done = client.get(f"/kort/tilfoej/{attempts(ours)[0].id}/", follow=True)
    assert "når der ikke er et andet kort" in text_of(done)


def test_the_box_is_not_ticked_beforehand(ours: World) -> None:
    """SB-32: to be charged by itself is chosen, never left standing."""
    stripe(ours)
    assert "checked" not in ours.client().get(ADD).content.decode()


def test_other_words_are_agreed_to_anew_py_09(ours: World) -> None:
    """PY-09: the box was ticked beside words that have changed since: nothing is begun."""
    stripe(ours)
    client = ours.client()
    sent = fields(client.get(ADD)) | {"use": "on"}
    make.subscription(ours.account, ours.large)
    answer = client.post(ADD, sent)
    assert answer.status_code == 200 and not attempts(ours)
    assert "Storhold" in text_of(answer)
    again = {"words": answer.context["form"]["words"].value(), "place": sent["place"], "use": "on"}
    assert client.post(ADD, again).status_code == 302


def test_both_gateways_are_offered_sb_26(ours: World) -> None:
    """SB-26: the customer chooses where; the page's policy lets the form lead to both, and to no one else."""
    at_stripe, at_quickpay = stripe(ours), quickpay(ours)
    client = ours.client()
    page = client.get(ADD)
    assert "Stripe" in text_of(page) and "QuickPay" in text_of(page)
    assert "Hvilket betalingsselskab skal opbevare kortet?" in text_of(page)
    assert "Which payment company is to keep the card?" in text_of(ours.client(language="en").get(ADD))
    policy = page["Content-Security-Policy"]
    assert "https://checkout.stripe.com" in policy or "form-action 'self' http" in policy
    begin(client, place=f"{at_quickpay.id} DKK")
    assert [each.gateway_account_id for each in attempts(ours)] == [at_quickpay.id]
    begin(client, place=f"{at_stripe.id} DKK")
    assert {each.gateway_account_id for each in attempts(ours)} == {at_quickpay.id, at_stripe.id}


def test_quickpay_asks_for_the_currency_cd_02(ours: World) -> None:
    """CD-02: an account with two currencies says which of them the card pays; it then pays that one alone."""
    at = quickpay(ours)
    euro = make.terms(ours.basic, currency="EUR", unit_price_minor=3000, interval_unit="year")
    make.subscription(ours.account, euro)
    client = ours.client()
    page = client.get(ADD)
    assert "Betalinger i DKK" in text_of(page) and "Betalinger i EUR" in text_of(page)
    begin(client, place=f"{at.id} EUR")
    assert attempts(ours)[0].currency == "EUR"
    entered(ours, at)
    assert [each.currency for each in cards(ours)] == ["EUR"]


def test_stripe_does_not_ask_for_the_currency(ours: World) -> None:
    """CD-02: a card that pays any currency is asked nothing about it."""
    stripe(ours)
    make.subscription(ours.account, make.terms(ours.basic, currency="EUR", unit_price_minor=3000))
    words = text_of(ours.client().get(ADD))
    assert "Betalinger i" not in words
    assert "Hvilket betalingsselskab" not in words, "with one there is nothing to choose"


def test_the_gateway_s_page_says_what_the_card_is_for(ours: World) -> None:
    """SB-26: not our bare reference, which tells a payer nothing."""
    at = quickpay(ours)
    begin(ours.client())
    begin(ours.client(language="en"))
    said = [order.text for order in card_gateway.book(at).asked("start_save")]
    assert said == ["Kort til kommende betalinger", "Card for later payments"]


def test_an_expired_card_pays_nothing_already_py_09(ours: World) -> None:
    """PY-09: what is by card is not said to be paid by card already, while the only card has expired."""
    saved(ours, stripe(ours), exp_month=1, exp_year=2026)
    by_card(ours)
    with within(ours.id):
        Subscription.objects.filter(id=ours.subscription.id).update(collection_method="payment_card")
    assert "Dine abonnementer skal betales med kort" in text_of(ours.client().get(ADD))
    assert "Your subscriptions are to be paid by card" in text_of(ours.client(language="en").get(ADD))
    words = text_of(ours.client().get("/kort/"))
    assert "men der er ikke noget kort, der kan trækkes på" in words
    assert "Dine betalinger trækkes af sig selv på et kort" not in words


@pytest.mark.parametrize("place", ["", "nothing", "00000000-0000-4000-8000-000000000000 DKK"])
def test_a_place_that_is_not_offered_begins_nothing(place: str, ours: World) -> None:
    stripe(ours)
    answer = begin(ours.client(), place=place)
    assert "Vælg en af dem." in text_of(answer) and not attempts(ours)


@pytest.mark.parametrize("answered", [UNREACHED, UNAUTHORISED])
def test_a_gateway_that_does_not_answer(answered: Any, ours: World) -> None:
    """G2, G6: the attempt was written first; the page says that nothing was saved and what to do."""
    at = stripe(ours)
    card_gateway.book(at).script("start_save", answered)
    answer = begin(ours.client())
    assert answer.status_code == 503
    assert "svarer ikke lige nu" in text_of(answer)
    assert attempts(ours)[0].state == ("unknown" if answered is UNREACHED else "failed")


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        ("fail", "Kortet blev ikke gemt"),
        ("expire", "Tiden til at indtaste kortet er gået"),
        ("cancel", "Du stoppede"),
    ],
)
def test_what_did_not_succeed_says_so(verb: str, words: str, ours: World) -> None:
    """PY-05: the status page says what became of it, and how to try again."""
    stripe(ours)
    client = ours.client()
    begin(client)
    (attempt,) = attempts(ours)
    move_attempt(ours.id, attempt=attempt.id, verb=verb, at=NOW)
    answer = client.get(f"/kort/tilfoej/{attempt.id}/")
    assert words in text_of(answer) and f'href="{ADD}"' in answer.content.decode()
    assert 'http-equiv="refresh"' not in answer.content.decode()


def test_the_way_back_from_the_gateway_s_page(ours: World, present: Any) -> None:
    """PY-05: who gives up there may go on where she was; the page changes nothing, and stops looking in the end."""
    card_gateway.book(stripe(ours)).at = NOW
    client = ours.client()
    begin(client)
    (attempt,) = attempts(ours)
    path = f"/kort/tilfoej/{attempt.id}/"
    answer = client.get(f"{path}?afbrudt=1")
    assert "Du stoppede" in text_of(answer) and f'href="{attempt.url}"' in answer.content.decode()
    assert attempts(ours)[0].state == "open"
    present(NOW + timedelta(minutes=5))
    assert 'http-equiv="refresh"' not in client.get(path).content.decode()


def test_a_status_page_is_the_account_s_own_sb_01(ours: World) -> None:
    """SB-01: another account's saving is unknown, and so is a forged confirmation of it."""
    at = stripe(ours)
    begin(ours.client())
    entered(ours, at)
    other = portal.client(ours.organization, make.recipient(make.account(ours.organization)))
    (attempt,) = attempts(ours)
    assert other.get(f"/kort/tilfoej/{attempt.id}/").status_code == 404
    assert "Kortet er gemt" not in text_of(other.get(f"/kort/?gemt={attempt.id}"))
    assert "Kortet er gemt" not in text_of(other.get("/kort/?gemt=nonsense"))


def test_two_at_once_are_one_card(ours: World) -> None:
    """CD-05: the same card entered twice, in two windows, is one card and one default."""
    at, client = stripe(ours), ours.client()
    begin(client)
    begin(client)
    book = card_gateway.book(at)
    for attempt in attempts(ours):
        book.save(attempt.reference)
    take_facts(ours.id, gateway_account=at.id, facts=book.facts(), at=NOW)
    assert len(cards(ours)) == 1
    assert {attempt.state for attempt in attempts(ours)} <= {"succeeded", "open"}


def test_nobody_tries_stolen_numbers_here(ours: World, present: Any) -> None:
    """SEC-03: ten beginnings within an hour and no more; an hour later it goes on."""
    stripe(ours)
    client = ours.client()
    for _ in range(10):
        assert begin(client).status_code == 302
    assert "Vent en time" in text_of(begin(client))
    assert len(attempts(ours)) == 10
    present(NOW + timedelta(minutes=61))
    assert begin(ours.client()).status_code == 302


def test_the_page_says_before_what_is_charged_at_once(ours: World) -> None:
    """Number, amount and sum stand on the page; what was shown stands with the attempt, only with the box."""
    stripe(ours)
    collected(ours, tries=1, reason="declined", next_on=NOW.date() + timedelta(days=2))
    client = ours.client()
    words = text_of(client.get(ADD))
    number = ours.invoice.number
    assert f"faktura {number}, 250,00 kr. (i alt 250,00 kr.)" in words
    assert "Der trækkes ikke noget nu." not in words
    begin(client)
    begin(client, use="on")
    without, ticked = attempts(ours)
    assert without.at_once == []
    assert ticked.at_once == [[str(ours.invoice.id), 25000, "DKK"]]
    assert f"faktura {number}, 250,00" in ticked.consent
