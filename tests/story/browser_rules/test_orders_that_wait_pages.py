"""The page on which orders about mandates get their second yes, in a real browser (BM-04, BP-80)."""

from typing import TYPE_CHECKING

import pytest

from selvbetjening.domain.directdebit.actions.order_mandates import order_mandate
from selvbetjening.domain.directdebit.models import MandateOrder
from selvbetjening.domain.directdebit.rules.written import BankDetails
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import Actor
from tests import directdebit, live
from tests.story.browser_rules.test_business_pages import ORIGIN, log_in
from tests.story.filetransfer.steps import browser, company
from tests.tale.checked import Checked

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.deliveries import Sender

pytestmark = [pytest.mark.tale, pytest.mark.usefixtures("database")]


def held(of: "Sender", number: str) -> MandateOrder:
    return order_mandate(
        of.id, agreement=of.agreement.id, customer_number=number, agreed_at=clock.now(),
        details=BankDetails(identity="99999993", branch="9999", account="9876543"),
        actor=Actor("user", str(of.person)), at=clock.now(),
    )  # fmt: skip


def test_orders_that_wait_for_a_second_person(site: live.Site, page: "Page", faults: list[str]) -> None:
    """BM-04, BP-80: before the yes, in both languages, and once somebody has said no."""
    of, organization = company(files_four_eyes="always")
    of.agreement = directdebit.agreement(of.id, at=clock.now(), role="external", data_supplier=directdebit.pbs_number())
    client = browser(organization, "approve")
    orders = [held(of, str(number)) for number in range(70, 76)]
    address = client.path("mft_approve_orders", orders[0].batch_id)
    log_in(page, client)
    walk = Checked(page, faults, key="orders")
    walk.visit("front", ORIGIN + client.path("front"))
    walk.visit("held", ORIGIN + address)
    page.locator(".sb-languages button[value=en]").click()
    page.locator("html[lang=en]").wait_for(state="attached")
    walk.visit("held-en", ORIGIN + address)
    client.confirm("files")
    client.post(address, {"reject": "1"}, follow=True)
    walk.visit("dropped-en", ORIGIN + address)
    assert walk.wrong == []
