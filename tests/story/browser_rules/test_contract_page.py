"""An account's contracts in a real browser: axe, both widths, nothing wider than the telephone (BP-80)."""

from datetime import date
from typing import TYPE_CHECKING

import pytest

from selvbetjening.domain.contracts.actions.make_contract import Agreed, make_contract
from selvbetjening.domain.contracts.actions.put_tier import put_tier
from selvbetjening.domain.contracts.rules.tiers import Tier
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests import business, live, make
from tests.business_rows import Firm
from tests.story.browser_rules.test_business_pages import ORIGIN, log_in
from tests.tale.checked import Checked

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.usefixtures("database")]


def test_the_account_with_contracts(site: live.Site, page: "Page", faults: list[str]) -> None:
    """BP-80: long names of tiers wrap, on the telephone as cards."""
    firm = Firm(make.organization(name="Nordlys Træning"))
    client = business.as_member(firm.organization, firm.manager)
    world, at = firm.world, clock.now()
    for terms, months, ends_on in ((world.small, 12, None), (world.large, 0, date(2027, 1, 1))):
        agreed = Agreed(terms=terms.id, starts_on=date(2026, 1, 1), ends_on=ends_on, months=months)
        made = make_contract(firm.id, account=world.account.id, agreed=agreed, actor=SYSTEM, at=at)
        for tier in (Tier(1, None, "percent", 10_00), Tier(50, 100, "fixed", 12_50, flat=1_000_00, above=True)):
            put_tier(firm.id, contract=made.id, tier=tier, actor=SYSTEM, at=at)
    log_in(page, client)
    walk = Checked(page, faults, key="contracts")
    walk.visit("sb_account", ORIGIN + client.path("sb_account", world.account.id))
    assert walk.wrong == []
