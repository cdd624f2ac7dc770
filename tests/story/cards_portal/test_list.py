"""The list of cards (CD-01, CD-05, SB-26)."""

from datetime import timedelta

from selvbetjening.domain.payments.actions.disable_card import disable_card
from selvbetjening.kernel.actors import SYSTEM
from tests import make, portal
from tests.story.cards_portal.wallet import by_card, card, collected, foreign, quickpay, saved, stripe
from tests.story.portal.world import NOW, World, text_of, world


def test_a_card_shows_all_that_is_known_of_it_cd_01(ours: World) -> None:
    """CD-01: brand, last four, expiry, gateway, default mark, the subscriptions it pays, and what comes next."""
    saved(ours, stripe(ours))
    by_card(ours)
    words = text_of(ours.client().get("/kort/"))
    for part in (
        "Visa •••• 4242",
        "12/30",
        "Stripe",
        "Standardkort",
        "Basishold",
        "1. april 2026",
        "250,00 kr.",
    ):
        assert part in words, part
    assert "udløbet" not in words.lower()
    english = text_of(ours.client(language="en").get("/kort/"))
    assert "Visa •••• 4242" in english and "Default card" in english


def test_a_card_that_is_not_used_says_so(ours: World) -> None:
    """SB-32: a saved card pays nothing by itself before somebody chooses that."""
    saved(ours, stripe(ours))
    words = text_of(ours.client().get("/kort/"))
    assert "Ikke noget af sig selv lige nu." in words
    assert "Du betaler med faktura." in words


def test_an_open_invoice_comes_first(ours: World) -> None:
    """CD-01: what is charged next is an invoice that waits, with its number."""
    saved(ours, stripe(ours))
    by_card(ours)
    collected(ours)
    words = text_of(ours.client().get("/kort/"))
    assert f"Faktura {ours.invoice.number}" in words


def test_an_expired_card_says_so_and_cannot_be_chosen(ours: World) -> None:
    """CD-01: "udløbet"; the newer card is charged instead, and the expired one is offered as no default."""
    gone = saved(ours, stripe(ours), "1111", exp_month=2, exp_year=2026)
    answer = ours.client().get("/kort/")
    assert "Udløbet" in text_of(answer) and "kan ikke trækkes på det mere" in text_of(answer)
    assert f"/kort/{gone.id}/standard/" not in answer.content.decode()


def test_a_last_day_of_a_card_is_good(ours: World, present: object) -> None:
    """CD-01: a card is good to the end of the month that stands on it."""
    saved(ours, stripe(ours), exp_month=3, exp_year=2026)
    assert "Udløbet" not in text_of(ours.client().get("/kort/"))


def test_one_default_for_each_currency_cd_05(ours: World) -> None:
    """CD-02, CD-05: QuickPay's cards pay one currency each, and each currency has its own default."""
    at = quickpay(ours)
    kroner, euro = saved(ours, at, "1111", currency="DKK"), saved(ours, at, "2222", currency="EUR")
    words = text_of(ours.client().get("/kort/"))
    assert "Standardkort for DKK" in words and "Standardkort for EUR" in words
    assert card(ours, kroner.id).default_at and card(ours, euro.id).default_at


def test_disabled_cards_are_folded_away(ours: World) -> None:
    """SB-27: a disabled card stands below, and cannot be used."""
    mine = saved(ours, stripe(ours))
    disable_card(ours.id, account=ours.account.id, card=mine.id, by="customer", actor=SYSTEM, at=NOW)
    answer = ours.client().get("/kort/")
    assert "Ét kort er deaktiveret" in text_of(answer)
    assert str(mine.id) not in answer.content.decode()


def test_no_gateway_no_button_sb_26(ours: World) -> None:
    """SB-26: neither gateway is connected: the button is absent, and the text explains."""
    answer = ours.client().get("/kort/")
    assert 'href="/kort/tilfoej/"' not in answer.content.decode()
    assert "tager ikke imod nye kort" in text_of(answer)
    assert "kan ikke gemmes nye kort" in text_of(ours.client().get("/kort/tilfoej/"))


def test_an_empty_list_explains_itself(ours: World) -> None:
    stripe(ours)
    answer = ours.client().get("/kort/")
    assert "Der er ikke gemt noget kort" in text_of(answer)
    assert 'href="/kort/tilfoej/"' in answer.content.decode()


def test_nothing_can_pay_what_is_by_card(ours: World) -> None:
    """CD-04: subscriptions by card with no card that can pay are told at the top."""
    stripe(ours)
    by_card(ours)
    assert "Der er ikke noget kort, der kan trækkes på" in text_of(ours.client().get("/kort/"))


def test_a_reader_reads_xb_32(ours: World) -> None:
    """XB-32: a reader sees the cards and no button; without a card there is nothing to see."""
    reader = portal.client(ours.organization, make.recipient(ours.account, role="reader"))
    stripe(ours)
    assert reader.get("/kort/").status_code == 404
    assert 'href="/kort/"' not in reader.get("/").content.decode()
    mine = saved(ours, stripe(ours))
    answer = reader.get("/kort/")
    assert "4242" in text_of(answer)
    assert 'href="/kort/"' in reader.get("/").content.decode()
    for path in ("/kort/tilfoej/", f"/kort/{mine.id}/deaktiver/", "/kort/stop/", "/betalingsmaade/"):
        assert path not in answer.content.decode()
        assert reader.get(path).status_code == 404
    assert reader.post(f"/kort/{mine.id}/standard/").status_code == 404


def test_a_card_of_another_gateway_is_shown_sb_27(ours: World) -> None:
    """SB-27: a card from a gateway we do not speak to stands in the list, is no default, and can be disabled."""
    mine = foreign(ours)
    answer = ours.client().get("/kort/")
    assert "Mastercard •••• 9999" in text_of(answer) and "Reepay" in text_of(answer)
    assert "Standardkort" not in text_of(answer)
    assert f"/kort/{mine.id}/deaktiver/" in answer.content.decode()


def test_the_deep_link_leads_here_xb_18(ours: World) -> None:
    """XB-18, XB-41: the link of the mail about expiry."""
    answer = ours.client().get("/til/kort/")
    assert (answer.status_code, answer["Location"]) == (302, "/kort/")


def test_the_subscription_says_how_it_is_paid_xb_34(ours: World) -> None:
    """XB-34: "Sådan betaler du" names the card and what is charged when."""
    saved(ours, stripe(ours))
    by_card(ours)
    collected(ours)
    words = text_of(ours.client().get(f"/abonnementer/{ours.subscription.id}/"))
    assert "Visa •••• 4242 (12/30)" in words
    assert "trækkes på dit kort den" in words


def test_another_company_s_cards_are_not_here(ours: World) -> None:
    """SB-01: nothing of a neighbour's."""
    theirs = world()
    saved(theirs, stripe(theirs), "7777")
    saved(ours, stripe(ours))
    assert "7777" not in text_of(ours.client().get("/kort/"))


def test_the_list_says_what_failed_and_what_is_open(ours: World) -> None:
    """The card's own page: why it failed, when it is tried again, and the way to pay at once."""
    by_card(ours)
    saved(ours, stripe(ours))
    collected(ours, tries=1, reason="insufficient_funds", next_on=NOW.date() + timedelta(days=2))
    page = ours.client().get("/kort/")
    words = text_of(page)
    assert "Åbne fakturaer, som intet kort har betalt" in words and "Vi prøver kortet igen den" in words
    assert "ikke penge nok" in words and f"/fakturaer/{ours.invoice.id}/betal/" in page.content.decode()
