"""What a company keeps on an account, and the page behind a direct link, in a real browser (BP-80, LG-12)."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from selvbetjening.domain.accounts.actions.change_account import change_account
from selvbetjening.domain.identity.actions.make_direct_link import make_direct_link
from selvbetjening.domain.identity.rules.direct import Wish
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from tests import business, live, make
from tests.story.browser_rules.test_business_pages import ORIGIN, log_in
from tests.tale.checked import Checked

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.usefixtures("database")]


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_account_s_details(
    site: live.Site, open_page: "Callable[..., Page]", faults: list[str], language: str
) -> None:
    """BP-80, XB-42: as it is, with a fault at its field, and the page of an archived account."""
    company = make.organization(name="Nordlys Træning")
    account = make.account(company, name="Fjord Cykler ApS", party_type="business", cvr="12345674")
    client, page = business.as_manager(company), open_page(language=language)
    log_in(page, client)
    walk = Checked(page, faults, key=f"kept-{language}")
    walk.visit("details", ORIGIN + client.path("sb_account_change", account.id))
    page.locator("#id_ean_invoicing").check()
    page.locator("#id_invoice_note").fill("Att. kassen, 2. sal")
    page.locator("main form.sb-form button").first.click()
    page.locator("#error-summary").wait_for()
    walk.look("no-address")
    page.locator("#id_ean").fill("5798009811578")
    page.locator("#id_is_archived").check()
    page.locator("main form.sb-form button").first.click()
    page.wait_for_url(ORIGIN + client.path("sb_account", account.id))
    walk.look("archived")
    change_account(
        OrganizationId(company.id), account=account.id, values={"is_archived": False}, actor=SYSTEM, at=clock.now()
    )
    assert walk.wrong == []


def direct_link(site: live.Site, company: Organization, email: str, language: str) -> str:
    wish = Wish(email=email, language=language, is_mailed=True)
    made = make_direct_link(
        OrganizationId(company.id), wish=wish, api_user=uuid4(), actor=SYSTEM, at=clock.now()
    )  # fmt: skip
    return site.origin(company) + made.path


@pytest.mark.parametrize(("language", "press"), [("da", "Log ind"), ("en", "Log in")])
@pytest.mark.parametrize("scripts", [True, False])
def test_the_one_button_page(
    site: live.Site, open_page: "Callable[..., Page]", faults: list[str], language: str, press: str, scripts: bool
) -> None:
    """fenerum-api.md 9 (`locale`), LG-12: the link's language in another one's browser, with scripts or without."""
    company = make.organization()
    anna = make.recipient(make.account(company))
    page = open_page(language="en" if language == "da" else "da", scripts=scripts)
    walk = Checked(page, faults, key=f"direct-{language}-{scripts}", axe=scripts)
    walk.visit("button", direct_link(site, company, anna.email, language))
    assert page.locator("html").get_attribute("lang") == language
    page.get_by_role("button", name=press, exact=True).click()
    page.wait_for_url(f"{site.origin(company)}/")
    assert page.locator("html").get_attribute("lang") == language
    assert walk.wrong == []
