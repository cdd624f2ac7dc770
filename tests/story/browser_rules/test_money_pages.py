"""The operator's pages about card money in a real browser: axe, both widths, no policy violated (XB-42, SEC-132)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from selvbetjening.domain.identity.actions.make_staff_link import make_staff_link
from selvbetjening.kernel import clock
from tests import card_gateway, live
from tests.story.cards_money.till import Till, kr, line, till
from tests.tale.checked import Checked

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.usefixtures("database")]
DOOR = "https://staff.portal.test"


@pytest.fixture
def mine(settings: Any) -> Till:
    """A company with something of everything: paid, given back, taken back, unpaid, parked."""
    card_gateway.install(settings)
    made = till()
    made.issue([line(8_000)])
    one, two = made.paid(made.issue()), made.paid(made.issue())
    made.refund(made.payment(one), 5_000)
    made.tell(made.book.refund_outside(one, kr(99_999)))
    made.tell(made.book.dispute(two, kr(25_000)))
    return made


def test_the_operators_pages(site: live.Site, open_page: Callable[..., "Page"], faults: list[str], mine: Till) -> None:
    page = open_page(language="da")
    link = make_staff_link(email=f"{uuid4().hex[:8]}@operator.example", at=clock.now())
    page.goto(f"{DOOR}/link/{link.token}/")
    page.click("main button")
    page.wait_for_url(f"{DOOR}/organizations/")
    walk = Checked(page, faults, key="card-money")
    company = f"{DOOR}/organizations/{mine.owner.id}/"
    account = f"{company}accounts/{mine.account.id}/"
    payment = mine.payment(mine.book.told[0].external_id)
    for name, address in (
        ("gateways", f"{company}gateways/"),
        ("off", f"{company}gateways/{mine.gateway.id}/off/"),
        ("compared", f"{company}gateways/{mine.gateway.id}/compared/"),
        ("alarms", f"{company}alarms/"),
        ("open", f"{company}open-items/"),
        ("settlements", f"{company}settlements/?first=2026-03-01&last=2026-03-31"),
        ("entries", f"{account}entries/"),
        ("give-back", f"{account}payments/{payment.id}/give-back/"),
    ):
        walk.visit(name, address)
    assert walk.wrong == []
