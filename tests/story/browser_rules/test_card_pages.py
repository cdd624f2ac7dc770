"""The pages of the cards in a real browser: axe, both widths, nothing wider than the telephone (XB-42, ACC-1)."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from selvbetjening.domain.billing.actions.take_facts import take_facts
from selvbetjening.domain.payments.actions.disable_card import disable_card
from selvbetjening.domain.payments.actions.move_attempt import move_attempt
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests import card_gateway, live, make
from tests.story.cards_portal.wallet import by_card, collected, foreign, quickpay, saved, stripe
from tests.story.portal.world import NOW, World, world
from tests.story.walls.card_rows import saving_of
from tests.tale.checked import Checked

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.usefixtures("database")]


def wallet() -> World:
    """Two gateways, a card of each kind, a subscription by card, and an invoice that waits for its charge."""
    mine = world()
    at = stripe(mine)
    quickpay(mine)
    saved(mine, at)
    gone = saved(mine, at, "1111", brand="mastercard")
    disable_card(mine.id, account=mine.account.id, card=gone.id, by="customer", actor=SYSTEM, at=NOW)
    saved(mine, at, "0006", brand="dankort", exp_month=2, exp_year=2026)
    foreign(mine)
    by_card(mine)
    collected(mine)
    return mine


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_pages_of_cards(
    language: str,
    site: live.Site,
    open_page: Any,
    faults: list[str],
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
) -> None:
    """CD-01, CD-04, CM-05, XB-42: list, add, status, disable, both switches, an empty list, no gateway, an error."""
    card_gateway.install(settings)
    monkeypatch.setattr(clock._Clock, "source", staticmethod(lambda: NOW))
    mine, bare = wallet(), world()
    page: Page = open_page(language=language)
    live.log_in(page, mine.organization, make.recipient(mine.account))
    door, walk = site.origin(mine.organization), Checked(page, faults, key=f"cards-{language}")
    saving = saving_of(mine)
    walk.visit("list", f"{door}/kort/")
    href = page.get_by_role("link", name="4242").first.get_attribute("href")
    walk.visit("disable", f"{door}{href}")
    walk.visit("add", f"{door}/kort/tilfoej/")
    page.locator("#id_use").focus()
    walk.visit("waiting", f"{door}/kort/tilfoej/{saving}/")
    walk.visit("left", f"{door}/kort/tilfoej/{saving}/?afbrudt=1")
    walk.visit("to-invoice", f"{door}/abonnementer/{mine.subscription.id}/betalingsmaade/")
    walk.visit("stop", f"{door}/kort/stop/")
    walk.visit("subscription", f"{door}/abonnementer/{mine.subscription.id}/")
    move_attempt(mine.id, attempt=saving, verb="succeed", at=NOW)
    walk.visit("saved", f"{door}/kort/tilfoej/{saving}/")
    live.log_in(page, bare.organization, make.recipient(bare.account))
    door = site.origin(bare.organization)
    walk.visit("empty", f"{door}/kort/")
    walk.visit("no-gateway", f"{door}/kort/tilfoej/")
    walk.visit("no-card", f"{door}/betalingsmaade/")
    assert walk.wrong == []


def test_the_policy_lets_the_form_lead_to_the_gateway(
    site: live.Site, page: "Page", faults: list[str], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """SB-26, SEC-132: the browser follows the redirect after the post to the gateway's real page, and comes back."""
    card_gateway.install(settings)
    monkeypatch.setattr(clock._Clock, "source", staticmethod(lambda: NOW))
    real = card_gateway.FakeGateway.start_save

    def there(self: card_gateway.FakeGateway, order: Any) -> Any:
        return replace(real(self, order), url=f"https://checkout.stripe.com/c/pay/{order.reference}")

    monkeypatch.setattr(card_gateway.FakeGateway, "start_save", there)
    mine = world()
    at = stripe(mine)
    live.log_in(page, mine.organization, make.recipient(mine.account))
    page.goto(f"{site.origin(mine.organization)}/kort/tilfoej/")
    page.locator("#id_use").check()
    with Checked(page, faults, key="leaving").refused(404):  # here every host is ours, and ours knows no such page
        page.get_by_role("button", name="Gå videre").click()
        page.wait_for_url("https://checkout.stripe.com/**")
    (order,) = card_gateway.book(at).asked("start_save")
    page.goto(order.returns.done)
    assert "Vi venter på svar" in page.inner_text("main")
    book = card_gateway.book(at)
    book.save(order.reference)
    take_facts(mine.id, gateway_account=at.id, facts=book.facts(), at=NOW)
    # The page looks again by itself, and leads on.
    page.wait_for_url("**/kort/?gemt=*")
    assert "Kortet er gemt" in page.inner_text("main")
    assert faults == []


def test_without_scripts(site: live.Site, open_page: Any, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """JavaScript is off: default, disable and switch by their buttons alone."""
    card_gateway.install(settings)
    monkeypatch.setattr(clock._Clock, "source", staticmethod(lambda: NOW))
    mine = wallet()
    page = open_page(scripts=False)
    live.log_in(page, mine.organization, make.recipient(mine.account))
    door = site.origin(mine.organization)
    page.goto(f"{door}/kort/stop/")
    page.locator("main form button").first.click()
    assert page.url == f"{door}/kort/"
    assert "Du betaler med faktura fra nu af." in page.inner_text("main")
    page.get_by_role("link", name="4242").first.click()
    page.locator("main form button").first.click()
    assert "Visa •••• 4242 er deaktiveret." in page.inner_text("main")
