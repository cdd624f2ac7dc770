"""A subscription's own price in a real browser: axe, both widths, nothing wider than the telephone (BP-80, XB-40)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from selvbetjening.domain.billing.actions.price_subscription import price_subscription
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests import business, live, make
from tests.business_rows import Firm
from tests.story.browser_rules.test_business_pages import ORIGIN, log_in
from tests.tale.checked import Checked

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.usefixtures("database")]


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_pages_with_an_own_price(
    language: str, site: live.Site, open_page: Callable[..., "Page"], faults: list[str]
) -> None:
    """BP-80, XB-40: below the quantity in the company's lists; what ends is said to the customer before it does."""
    page = open_page(language=language)
    firm = Firm(make.organization(name="Nordlys Træning"))
    client = business.as_member(firm.organization, firm.manager)
    world = firm.world
    price_subscription(
        firm.id, account=world.account.id, subscription=world.subscription.id, minor=100_00, actor=SYSTEM,
        at=clock.now(),
    )  # fmt: skip
    log_in(page, client)
    walk = Checked(page, faults, key=f"own_price-{language}")
    walk.visit("sb_account", ORIGIN + client.path("sb_account", world.account.id))
    walk.visit("sb_subscriptions", ORIGIN + client.path("sb_subscriptions"))
    live.log_in(page, firm.organization, world.recipient)
    at = f"{site.origin(firm.organization)}/abonnementer/{world.subscription.id}/"
    for name, path in (("mine", ""), ("change", "skift/"), ("quote", f"skift/{world.large.id}/")):
        walk.visit(name, at + path)
    assert walk.wrong == []
