"""Cards in the data export, and when somebody is erased (GDP-3, GDP-4)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from selvbetjening.domain.billing.actions.break_off import break_off
from selvbetjening.domain.billing.actions.take_facts import take_facts
from selvbetjening.domain.payments.actions.forget_cards import forget_cards
from selvbetjening.domain.payments.actions.make_attempt import AttemptRefused, Wish, make_attempt
from selvbetjening.domain.payments.actions.redirect_payer import redirect_payer
from selvbetjening.domain.payments.actions.tell_off import tell_off
from selvbetjening.domain.payments.models import Attempt, GatewayAccount, GatewayFact, GatewayPayer, PaymentCard
from selvbetjening.domain.payments.ports import Returns
from selvbetjening.domain.rights.actions.erase import erase_account, erase_recipient
from selvbetjening.domain.rights.queries.belongings import SECRETS, as_data, rows
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from tests import card_gateway, make
from tests.story.cards_portal.wallet import card, facts, foreign, saved, stripe
from tests.story.portal.world import NOW, World


def test_the_export_has_cards_and_no_keys_gdp_3(ours: World) -> None:
    """GDP-3, G9: the person is told which cards are saved; what a gateway would charge them by is not in the file."""
    saved(ours, stripe(ours), customer_ref="cus_secret")
    with within(ours.id):
        told = [as_data(row=row) for row in rows(ours.id, account=ours.account.id, model=PaymentCard)]
    assert [(each["brand"], each["last4"], each["exp_year"]) for each in told] == [("visa", "4242", 2030)]
    assert not SECRETS["payments.PaymentCard"] & set(told[0])
    assert "secret" not in str(told)


def erasable(owner: World) -> None:
    """Nothing runs and nothing is open any more."""
    with within(owner.id):
        type(owner.subscription).objects.filter(id=owner.subscription.id).update(
            state="ended", ends_on=date(2026, 3, 5)
        )
        type(owner.invoice).objects.filter(id=owner.invoice.id).update(settled_minor=owner.invoice.total_minor)


def test_an_erased_account_s_cards_are_disabled_gdp_4(ours: World) -> None:
    """GDP-4, CD-03: disabled at once, the gateway told afterwards by its own key; nothing of the holder stays."""
    at = stripe(ours)
    mine, other = saved(ours, at), foreign(ours)
    with within(ours.id):
        GatewayPayer.objects.create(
            organization_id=ours.id, gateway_account=at, account=ours.account, external_id="cus_1"
        )
    erasable(ours)
    erase_account(ours.id, account=ours.account.id, actor=SYSTEM, at=NOW)
    for id_ in (mine.id, other.id):
        now = card(ours, id_)
        assert (now.state, now.last4, now.brand, now.fingerprint, now.exp_year) == ("disabled", "", "", "", None)
    with within(ours.id):
        assert not GatewayPayer.objects.exists()
    assert tell_off(ours.id, card=mine.id, at=NOW)
    assert facts(ours).count("payments.card_disabled") == 2


def test_the_last_person_s_cards_go_with_it_gdp_4(ours: World) -> None:
    """GDP-4: a card stays while somebody is left on the account, and goes with the last one."""
    mine = saved(ours, stripe(ours))
    other = make.recipient(ours.account)
    erasable(ours)
    erase_recipient(ours.id, recipient=other.id, actor=SYSTEM, at=NOW)
    assert card(ours, mine.id).state == "active"
    erase_recipient(ours.id, recipient=ours.recipient.id, actor=SYSTEM, at=NOW)
    assert card(ours, mine.id).state == "disabled"


def test_forgetting_twice_is_once(ours: World) -> None:
    saved(ours, stripe(ours))
    counts = [forget_cards(ours.id, account=ours.account.id, actor=SYSTEM, at=NOW) for _ in range(2)]
    assert counts == [1, 0]


def test_a_page_that_saves_a_card_is_closed_with_the_account_gdp_4(ours: World) -> None:
    """GDP-4: nothing can be entered there any more, and the attempt is over."""
    at = stripe(ours)
    page = saving(ours, at)
    erasable(ours)
    erase_account(ours.id, account=ours.account.id, actor=SYSTEM, at=NOW)
    with pytest.raises(AttemptRefused, match="over"):
        ask(ours, page)
    break_off(ours.id, attempt=page.id, at=NOW + timedelta(minutes=1))
    with within(ours.id):
        now = Attempt.objects.get(id=page.id)
        assert (now.state, now.forgotten_at) == ("expired", NOW)
        assert not PaymentCard.objects.exists()


def test_a_card_that_is_entered_all_the_same_is_not_kept_gdp_4(ours: World) -> None:
    """GDP-4: she was on the page when the account was erased. The gateway forgets the card at once, however often."""
    at = stripe(ours)
    page = saving(ours, at)
    erasable(ours)
    erase_account(ours.id, account=ours.account.id, actor=SYSTEM, at=NOW)
    fact = card_gateway.book(at).save(page.reference)
    for name in ("", "again"):
        told = replace(fact, dedupe_key=fact.dedupe_key + name)
        take_facts(ours.id, gateway_account=at.id, facts=[told], at=NOW)
    with within(ours.id):
        (kept,) = PaymentCard.objects.all()
        (first, second) = GatewayFact.objects.all()
    assert (kept.state, kept.last4, kept.brand, kept.fingerprint) == ("disabled", "", "", "")
    assert "last4" not in str([first.data, second.data])
    assert tell_off(ours.id, card=kept.id, at=NOW)
    assert [each.external_id for each in card_gateway.book(at).asked("disable")] == [kept.external_id]
    assert facts(ours).count("payments.card_saved") == 0


def saving(owner: World, at: GatewayAccount) -> Attempt:
    """She stands on the gateway's page to save a card."""
    wish = Wish(account=owner.account.id, gateway_account=at.id, kind="save", currency="DKK")
    made = make_attempt(owner.id, wish=wish, at=NOW)
    ask(owner, made)
    return made


def ask(owner: World, made: Attempt) -> None:
    back = Returns(done="https://a.example/", cancelled="https://a.example/", notices="https://a.example/")
    redirect_payer(owner.id, attempt=made.id, email="", language="da", text="", returns=back, at=NOW)
