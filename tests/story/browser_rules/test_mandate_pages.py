"""Signing up for Betalingsservice in a real browser, by both doors, and what stays away (XB-42, ACC-1, SEC-132)."""

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from selvbetjening.domain.billing.actions.link_mandates import link_mandates
from selvbetjening.domain.directdebit.actions.read_answers import read_answers
from selvbetjening.domain.directdebit.models import Mandate
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests import business, card_gateway, live, make
from tests import directdebit as dd
from tests.debits import Debits
from tests.story.billing.deal import Deal, deal, noon
from tests.story.billing.test_direct_debit_silent import SILENT
from tests.story.browser_rules.test_business_pages import ORIGIN, log_in
from tests.story.directdebit.test_answers import answer, told
from tests.tale.checked import Checked

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.usefixtures("database")]


def company() -> tuple[Deal, Any]:
    ours = deal(code="K-1066")
    agreed = dd.agreement(ours.organization, at=SILENT, role="external", data_supplier=dd.pbs_number(), in_portal=True)
    return ours, agreed


def with_a_silent_one() -> Debits:
    """A customer with a mandate, and an invoice that nobody has answered about."""
    ours, at = deal(code="K-1017"), noon(SILENT.date().replace(month=9, day=1))
    agreed = dd.agreement(ours.organization, at=at, role="external", data_supplier=dd.pbs_number())
    data = answer(agreed, "0603", "0212", told(agreed, "K1017", "0231"))
    read_answers(ours.organization, delivery=uuid4(), source=data, actor=SYSTEM, at=at)
    link_mandates(ours.organization, at=at)
    with within(ours.organization):
        mandate = Mandate.objects.get(organization_id=ours.organization)
    mine = Debits(ours, agreed, mandate)
    mine.issued()
    return mine


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_pages_of_signing_up(
    language: str, site: live.Site, open_page: Any, faults: list[str], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """CD-06, XB-42: the customer's form, its faults, what it comes to, and what is under way; and the company's."""
    card_gateway.install(settings)
    monkeypatch.setattr(clock._Clock, "source", staticmethod(lambda: SILENT))
    mine, _agreed = company()
    page: Page = open_page(language=language)
    live.log_in(page, mine.owner, make.recipient(mine.account))
    door, walk = site.origin(mine.owner), Checked(page, faults, key=f"mandates-{language}")
    walk.visit("numbers", f"{door}/betalingsservice/")
    walk.visit("form", f"{door}/betalingsservice/tilmeld/")
    page.fill("#id_identity", "3213991234")
    page.locator("main button[type=submit]").click()
    walk.look("faults")
    for name, text in (("identity", "99999993"), ("branch", "9999"), ("account", "1234567")):
        page.fill(f"#id_{name}", text)
    page.check("#id_agrees")
    page.locator("main button[type=submit]").click()
    walk.look("shown")
    page.locator("main button[type=submit]").click()
    walk.look("under-way")
    assert walk.wrong == []


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_companys_pages_of_mandates(
    language: str, site: live.Site, open_page: Any, faults: list[str], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """9.1, 17.2: 7, XB-42: asking with consent, ending one, and what nobody answers, with what one can do."""
    card_gateway.install(settings)
    monkeypatch.setattr(clock._Clock, "source", staticmethod(lambda: SILENT))
    mine = with_a_silent_one()
    other = make.account(mine.deal.owner, code="K-1066")
    page: Page = open_page(language=language)
    client = business.as_manager(mine.deal.owner)
    log_in(page, client)
    walk = Checked(page, faults, key=f"company-mandates-{language}")
    walk.visit("order", ORIGIN + client.path("sb_mandate_order", other.id))
    page.locator("main button[type=submit]").click()
    walk.look("order-faults")
    for name, text in (("identity", "99999993"), ("branch", "9999"), ("account", "1234567")):
        page.fill(f"#id_{name}", text)
    page.check("#id_consent_0")
    page.locator("main button[type=submit]").click()
    walk.look("order-shown")
    page.locator("main button[type=submit]").click()
    walk.look("ordered")
    walk.visit("account", ORIGIN + client.path("sb_account", mine.deal.account.id))
    walk.visit("end", ORIGIN + client.path("sb_mandate_end", mine.deal.account.id, mine.mandate.id))
    walk.visit("debits", ORIGIN + client.path("sb_debits"))
    page.get_by_role("button", name="Kunden betaler" if language == "da" else "The customer pays").first.click()
    walk.look("give-up")
    assert walk.wrong == []
