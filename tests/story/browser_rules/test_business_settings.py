"""The company's settings in a real browser: axe, both widths, no policy violated (XB-42, BP-80, SEC-132)."""

from typing import TYPE_CHECKING, Any

import pytest

from selvbetjening.domain.directdebit.queries import bank
from selvbetjening.domain.tenancy.within import within
from tests import business, card_gateway, live
from tests.business_rows import ROWS, Firm
from tests.story.browser_rules.test_business_pages import ORIGIN, log_in
from tests.story.cards_money.till import kr, till
from tests.tale.checked import Checked

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.usefixtures("database")]
PAGES = (
    "sb_settings", "sb_general", "sb_looks", "sb_acts", "sb_hosts", "sb_register", "sb_law", "sb_api_users",
    "sb_gateways", "sb_gateway_connect", "sb_alarms", "sb_logins", "sb_mails", "sb_protection", "sb_incident",
    "sb_direct_debit", "sb_bank_line", "sb_bank_connect",
)  # fmt: skip


def test_the_pages_of_the_settings(site: live.Site, page: "Page", faults: list[str], settings: Any) -> None:
    """Each as an Access Manager sees it, with a gateway and something that did not fit."""
    card_gateway.install(settings)
    mine = till()
    paid = mine.paid(mine.issue())
    mine.tell(mine.book.refund_outside(paid, kr(99_999)))
    firm = Firm(mine.owner)
    agreement, file = ROWS["agreement"](firm), ROWS["bank_file"](firm)
    with within(firm.id):
        (line,) = bank.connections(firm.id)
    client = business.as_manager(mine.owner)
    log_in(page, client)
    walk = Checked(page, faults, key="business-settings")
    for name in PAGES:
        walk.visit(name, ORIGIN + client.path(name))
    walk.visit("subject", ORIGIN + client.path("sb_register_subject", "late_payment"))
    walk.visit("api-user", ORIGIN + client.path("sb_api_user", ROWS["api_user"](firm)))
    for name in ("sb_gateway_off", "sb_gateway_compared"):
        walk.visit(name, ORIGIN + client.path(name, mine.gateway.id))
    for name, row in (("sb_direct_debit_terms", agreement), ("sb_bank_off", line.id), ("sb_bank_file", file)):
        walk.visit(name, ORIGIN + client.path(name, row))
    assert walk.wrong == []
