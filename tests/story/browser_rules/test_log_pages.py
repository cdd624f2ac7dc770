"""The company's log with what other systems did, in a real browser: axe, both widths, both languages (BP-34)."""

from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from tests import business, live, make
from tests.api.client import Machine, account_body
from tests.story.browser_rules.test_business_pages import ORIGIN, log_in
from tests.tale.checked import Checked

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.usefixtures("database")]


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_log_of_other_systems(site: live.Site, page: "Page", faults: list[str], language: str) -> None:
    """The long name of a program and of its user break, and nothing stands beside the page."""
    machine = Machine(make.organization())
    client = business.as_manager(machine.organization, language=language)
    headers = {"X_Client_System": "Bogholder Årsafslutning 3.14", "X_User": "kim.kontorchef@fjordcykler.example"}
    assert machine.post("accounts/", account_body(company_name="Fjord Cykler ApS"), **headers).status_code == 201
    assert machine.post("accounts/", account_body(code="K-2")).status_code == 201
    log_in(page, client)
    page.context.add_cookies([
        {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": f"{ORIGIN}/", "secure": True}
    ])  # fmt: skip
    walk = Checked(page, faults, key=f"log-{language}")
    walk.visit("everything", ORIGIN + client.path("log"))
    walk.visit("over the API", f"{ORIGIN}{client.path('log')}?person=api")
    assert "Bogholder Årsafslutning 3.14, kim.kontorchef@fjordcykler.example" in page.inner_text("main")
    assert walk.wrong == []
