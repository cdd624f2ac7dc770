"""The pages of paying in a real browser: axe, both widths, the redirect that the policy must let through (XB-42)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests import card_gateway, live, make
from tests.story.paying.shop import Shop, shop
from tests.tale.checked import Checked

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.usefixtures("database")]
HOSTED = "https://checkout.stripe.com/**"


@pytest.fixture
def ours(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A shop whose gateway's page stands where the real one does, and that lets payers choose what a card pays."""
    card_gateway.install(settings)
    real = card_gateway.FakeGateway.start_payment

    def there(self: card_gateway.FakeGateway, order: Any) -> Any:
        from dataclasses import replace

        return replace(real(self, order), url=f"https://checkout.stripe.com/c/pay/{order.reference}")

    monkeypatch.setattr(card_gateway.FakeGateway, "start_payment", there)
    made = shop()
    make.subscription(made.world.account, made.world.large)
    with within(made.id):
        choose(made.id, values={"save_card_scope_choice": True}, actor=SYSTEM, at=clock.now())
    return made


@pytest.mark.parametrize(("language", "scripts"), [("da", True), ("en", True), ("da", False)])
def test_a_payer_pays_in_the_browser(
    language: str, scripts: bool, site: live.Site, open_page: Callable[..., "Page"], faults: list[str], ours: Shop
) -> None:
    """PY-01, PY-05, PY-09, XB-42, SEC-132: the link, the gateway's page, waiting, the receipt; without scripts, too.

    Chromium holds `form-action` against the redirect after the post: without the gateway's origin in it, nothing moves.
    """
    page = open_page(language=language, scripts=scripts)
    walk = Checked(page, faults, key=f"paying-{language}-{scripts}", axe=scripts)
    link = site.origin(ours.world.organization) + ours.link
    walk.visit("pay", link)
    page.locator("input[name=save]").set_checked(True, force=True)
    with walk.refused(404):  # here every host is ours, and ours knows no such page
        page.locator("main form button[type=submit]").last.click()
        page.wait_for_url(HOSTED)
    reference = page.url.rsplit("/", 1)[1]
    walk.visit("left", f"{link}status/?afbrudt=1")
    walk.visit("waiting", f"{link}status/?tilbage=1")
    ours.book.pay(reference)
    ours.told()
    page.get_by_text("4242").wait_for(timeout=12_000)  # by itself: every three seconds
    walk.look("receipt")
    walk.visit("paid", link)
    assert walk.wrong == []


def test_the_customer_s_own_pages(site: live.Site, page: "Page", faults: list[str], ours: Shop) -> None:
    """SB-30, PY-04, PY-08, XB-42: the list and its boxes, several, two currencies, a refusal, another browser."""
    other, euros = ours.another(), ours.another(currency="EUR")
    live.log_in(page, ours.world.organization, ours.world.recipient)
    door, walk = site.origin(ours.world.organization), Checked(page, faults, key="paying-own")
    walk.visit("overview", f"{door}/")
    walk.visit("list", f"{door}/fakturaer/")
    page.locator(f'input[value="invoice:{ours.invoice.id}"]').check()
    page.locator(f'input[value="invoice:{other.id}"]').check()
    page.locator("button[value=pay]").click()
    walk.look("several")
    with walk.refused(404):  # here every host is ours, and ours knows no such page
        page.locator("main form button[type=submit]").last.click()
        page.wait_for_url(HOSTED)
    reference, attempt = page.url.rsplit("/", 1)[1], ours.attempts()[-1].id
    page.context.clear_cookies(name="__Host-csrf")
    walk.visit("others", f"{door}/fakturaer/betal/status/{attempt}/")
    ours.book.fail(reference)
    ours.told()
    walk.visit("failed", f"{door}/fakturaer/betal/status/{attempt}/")
    walk.visit("apart", f"{door}/fakturaer/betal/?valgt={other.id}&valgt={euros.id}")
    ours.world.allow()
    walk.visit("contact", f"{door}{ours.link}")
    assert walk.wrong == []
