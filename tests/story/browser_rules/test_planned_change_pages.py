"""A change that waits for a day, in a real browser: the customer's pages and the company's (BP-80, XB-40, SU-06)."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from selvbetjening.domain.billing.actions.act_at_once import act_at_once
from selvbetjening.domain.billing.queries.facts import Wish
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests import business, live, make
from tests.business_rows import Firm
from tests.story.browser_rules.test_business_pages import ORIGIN, log_in
from tests.tale.checked import Checked

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.usefixtures("database")]


@pytest.mark.parametrize(("language", "words"), [("da", "3 stk."), ("en", "3 pcs.")])
def test_the_pages_with_a_change_on_a_day(
    language: str, words: str, site: live.Site, open_page: Callable[..., "Page"], faults: list[str]
) -> None:
    """BP-80, XB-40: the company's page of the account, the customer's subscription, her list, and taking it away."""
    page = open_page(language=language)
    firm = Firm(make.organization(name="Nordlys Træning"))
    client = business.as_member(firm.organization, firm.manager)
    world = firm.world
    wish = Wish(
        act="change", by_integration=True, terms=world.large.id, quantity=3, on=clock.today() + timedelta(days=9)
    )
    act_at_once(
        firm.id, account=world.account.id, subscription=world.subscription.id, wish=wish, actor=SYSTEM, at=clock.now()
    )
    log_in(page, client)
    walk = Checked(page, faults, key=f"planned-{language}")
    walk.visit("sb_account", ORIGIN + client.path("sb_account", world.account.id))
    assert words in page.inner_text("main")
    live.log_in(page, firm.organization, world.recipient)
    at = f"{site.origin(firm.organization)}/abonnementer/"
    for name, path in (("list", ""), ("mine", f"{world.subscription.id}/")):
        walk.visit(name, at + path)
        assert "<" not in page.inner_text("main")
    page.goto(f"{at}{world.subscription.id}/")
    page.locator("a[href*='planlagt']").first.click()
    walk.look("remove")
    assert walk.wrong == []
