"""Saving the card while paying: the box, its words, its three effects, its scope, and taking it back (SB-31, SB-32)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.payments.ports import Capabilities
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.portals.customer.paying.consent import VERSION
from tests import card_gateway, make
from tests.card_book import VISA
from tests.story.paying.shop import Shop, begin, pay_form, reference_in, shop
from tests.story.portal.world import NOW, text_of


def methods(ours: Shop) -> tuple[str, list[str]]:
    """The account's way of collection, and its subscriptions' own."""
    with within(ours.id):
        mine = Subscription.objects.order_by("created_at", "id").values_list("collection_method", flat=True)
        return Account.objects.get(id=ours.world.account.id).collection_method, list(mine)


def test_the_box_is_empty_and_nothing_happens_without_it_sb_31(ours: Shop) -> None:
    """SB-31: unticked; paid without it, no card is kept and nobody's way of paying changes."""
    page = ours.stranger().get(ours.link)
    assert 'name="save"' in page.content.decode() and "checked" not in page.content.decode()
    before = methods(ours)
    ours.book.pay(reference_in(begin(ours.stranger(), ours.link)))
    ours.told()
    assert (ours.cards(), methods(ours), ours.attempts()[0].consent) == ([], before, "")


def test_the_words_name_three_effects_and_every_subscription_py_09(ours: Shop) -> None:
    """PY-09: card, account, and the subscriptions that will switch by name; the words agreed to stay with the card."""
    make.subscription(ours.world.account, ours.world.large)
    client = ours.stranger()
    words = text_of(client.get(ours.link))
    for said in ("Kortet gemmes hos betalingsselskabet", "Din konto betales fremover med kort",
                 "Disse abonnementer skifter til kortet:", "Basishold", "Storhold"):  # fmt: skip
        assert said in words
    answer = begin(client, ours.link, save="on")
    (attempt,) = ours.attempts()
    assert attempt.save_card and attempt.consent_version == VERSION
    assert all(name in attempt.consent for name in ("Basishold", "Storhold", "Din konto betales fremover"))
    ours.book.pay(reference_in(answer))
    ours.told()
    (card,) = ours.cards()
    assert (card.consent, card.consent_version) == (attempt.consent, VERSION)


def test_saving_has_three_effects_once_sb_32_py_10(ours: Shop) -> None:
    """SB-32, PY-10: (a) the card, (b) the account's default, (c) each subscription with its own entry in the log."""
    make.subscription(ours.world.account, ours.world.large)
    client = ours.stranger()
    answer = begin(client, ours.link, save="on")
    assert ours.pages()[0].save and methods(ours) == ("invoice", ["", ""])
    ours.book.pay(reference_in(answer))
    ours.told()
    ours.told()
    assert [card.last4 for card in ours.cards()] == ["4242"]
    assert methods(ours) == ("payment_card", ["payment_card", "payment_card"])
    assert len(ours.facts("subscriptions.method_changed")) == 2
    receipt = text_of(client.get(f"{ours.link}status/"))
    assert "Kortet er gemt" in receipt and "4242" in receipt and "Storhold" in receipt


def test_words_that_changed_are_agreed_to_again_py_09(ours: Shop) -> None:
    """PY-09: a subscription came between page and press: nobody agrees to what was not shown."""
    client = ours.stranger()
    form = pay_form(client.get(ours.link), save="on")
    make.subscription(ours.world.account, ours.world.large)
    shown = client.post(ours.link, form)
    assert "Noget er ændret" in text_of(shown) and "Storhold" in text_of(shown) and ours.attempts() == []
    # Without the box the words agree to nothing, so they hold nobody up.
    assert client.post(ours.link, {**form, "save": ""}).status_code == 302


def test_a_card_that_is_not_kept_changes_nothing_py_10(ours: Shop) -> None:
    """PY-10: paid, and the gateway saved nothing: the payment stands, no effect, and the payer is told."""
    client = ours.stranger()
    answer = begin(client, ours.link, save="on")
    (order,) = ours.pages()
    ours.book.pages[reference_in(answer)] = replace(order, save=False)
    ours.book.pay(reference_in(answer))
    ours.told()
    assert (ours.payments(), ours.cards(), methods(ours)) == ([25_000], [], ("invoice", [""]))
    assert "Dit kort er ikke gemt" in text_of(client.get(f"{ours.link}status/"))


def test_the_scope_is_asked_where_the_company_lets_it_py_12(ours: Shop) -> None:
    """PY-12: off, everything switches; on, only what was ticked, and the account stays as it is."""
    second = make.subscription(ours.world.account, ours.world.large)
    assert "Kun disse abonnementer" not in text_of(ours.stranger().get(ours.link))
    with within(ours.id):
        choose(ours.id, values={"save_card_scope_choice": True}, actor=SYSTEM, at=clock.now())
    client = ours.stranger()
    page = client.get(ours.link)
    assert "Kun disse abonnementer" in text_of(page)
    answer = client.post(ours.link, pay_form(page, save="on", scope=str(second.id)))
    assert "kun disse skifter til kortet: Storhold" in ours.attempts()[0].consent
    ours.book.pay(reference_in(answer))
    ours.told()
    assert methods(ours)[0] == "invoice" and sorted(methods(ours)[1]) == ["", "payment_card"]


def test_a_subscription_of_somebody_else_is_no_choice_sec_25(ours: Shop) -> None:
    """SEC-25, SEC-19: the scope holds the account's own subscriptions and no other."""
    make.subscription(ours.world.account, ours.world.large)
    with within(ours.id):
        choose(ours.id, values={"save_card_scope_choice": True}, actor=SYSTEM, at=clock.now())
    theirs = make.subscription(make.account(ours.world.organization), ours.world.large)
    client = ours.stranger()
    answer = client.post(ours.link, pay_form(client.get(ours.link), save="on", scope=str(theirs.id)))
    assert answer.status_code == 200 and "Vælg fra listen" in text_of(answer) and ours.attempts() == []


def test_who_may_not_save_is_not_asked_sb_31(ours: Shop, monkeypatch: object) -> None:
    """SB-31, SB-05: permission off, or a gateway that cannot: no box, and a box of one's own is passed over."""
    ours.world.forbid("save_card_when_paying")
    for client, path in ((ours.stranger(), ours.link), (ours.visitor(), ours.own)):
        assert 'name="save"' not in client.get(path).content.decode()
    begin(ours.stranger(), ours.link, save="on", words="x")
    assert not ours.attempts()[0].save_card


def test_a_gateway_that_cannot_save_is_not_asked_to_sb_31(ours: Shop, monkeypatch: object) -> None:
    """SB-31: "when the gateway can"."""
    able = Capabilities(save=False, currencies=frozenset({"DKK"}), least_minor={})
    patch = getattr(monkeypatch, "setattr")  # noqa: B009
    patch(card_gateway.FakeGateway, "capabilities", lambda self: able)
    assert 'name="save"' not in ours.stranger().get(ours.link).content.decode()


def test_what_runs_elsewhere_is_said_with_its_day_py_11(ours: Shop) -> None:
    """PY-11: what was handed to Betalingsservice runs to its end, and the words say so with dates."""
    with within(ours.id):
        Account.objects.filter(id=ours.world.account.id).update(collection_method="betalingsservice")
    assert "Betalingsservice allerede" not in text_of(ours.stranger().get(ours.link))
    ours.another()
    words = text_of(ours.stranger().get(ours.link))
    assert "Det, der allerede er sendt til Betalingsservice, opkræves dér som varslet: 18. marts 2026." in words


def test_it_is_taken_back_in_one_press_sb_32(ours: Shop, present: Callable[[datetime], None]) -> None:
    """SB-32: "Fortryd det her": the card is gone, everything is paid as before; the payment stands."""
    client = ours.stranger()
    ours.book.pay(reference_in(begin(client, ours.link, save="on")))
    ours.told()
    assert "Fortryd det her" in text_of(client.get(f"{ours.link}status/"))
    undo = f"{ours.link}fortryd-kort/"
    # Whoever has the link, but did not save the card, changes nothing.
    assert ours.stranger().post(undo).status_code == 404
    assert "Fortryd det her" not in text_of(ours.stranger().get(f"{ours.link}status/"))
    assert client.post(undo).status_code == 302
    assert (ours.cards(), methods(ours), ours.payments()) == ([], ("invoice", [""]), [25_000])
    assert client.post(undo).status_code in {302, 404}


def test_it_is_not_taken_back_days_later(ours: Shop, present: Callable[[datetime], None]) -> None:
    """An old receipt is no switch: cards are then kept where cards are."""
    client = ours.stranger()
    ours.book.pay(reference_in(begin(client, ours.link, save="on")))
    ours.told()
    present(NOW + timedelta(days=2))
    assert client.post(f"{ours.link}fortryd-kort/").status_code == 404
    assert [card.last4 for card in ours.cards()] == [VISA.last4]


def test_quickpay_takes_it_too_sb_28() -> None:
    """SB-28: by QuickPay alone; with both, the payer chooses, Stripe first."""
    ours = shop(gateway="quickpay")
    answer = begin(ours.stranger(), ours.link)
    assert answer.headers["Location"].startswith("https://quickpay.example/page/")
    both = shop(gateway="quickpay")
    stripe = card_gateway.connect(both.world.organization, "stripe")
    client = both.stranger()
    page = client.get(both.link)
    assert text_of(page).index("Kort, via Stripe") < text_of(page).index("Kort, via QuickPay")
    assert client.post(both.link, pay_form(page, way="")).status_code == 200
    assert client.post(both.link, pay_form(page, way=str(stripe.id))).headers["Location"].startswith("https://stripe.")
