"""The pages of webhooks in a real browser: axe, both widths, both languages, no policy violated (XB-42, BP-80)."""

from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from selvbetjening.domain.webhooks.actions.deliver import deliver
from selvbetjening.domain.webhooks.actions.switching import switch_off
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests import business, live, make
from tests.business_rows import Firm
from tests.story.browser_rules.test_business_pages import ORIGIN, log_in
from tests.tale.checked import Checked
from tests.webhooks import Receiver, endpoint, says, webhook_delivery_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.usefixtures("database")]


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_pages_of_webhooks(site: live.Site, page: "Page", faults: list[str], language: str) -> None:
    """Empty, then with one that waits for its challenge, one that fails, and one that is off."""
    firm = Firm(make.organization())
    client = business.as_manager(firm.organization, language=language)
    log_in(page, client)
    # The browser's own header stays Danish whatever is asked of it; the cookie counts for more.
    page.context.add_cookies([
        {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": f"{ORIGIN}/", "secure": True}
    ])  # fmt: skip
    walk = Checked(page, faults, key=f"webhooks-{language}")
    for name in ("sb_webhooks", "sb_webhook_new"):
        walk.visit(f"{name}-empty", ORIGIN + client.path(name))
    with Receiver() as receiver:
        made = endpoint(firm.organization, receiver, at=clock.now(), events=["file.*"], username="erp")
        firm.made["webhook"] = made.endpoint.id
        receiver.answer = says(503)
        told = webhook_delivery_of(firm)
        deliver(firm.id, host=made.endpoint.host, at=clock.now())
    new = endpoint(firm.organization, "https://hooks.example.dk/in", at=clock.now())
    switch_off(firm.id, endpoint=new.endpoint.id, actor=SYSTEM, at=clock.now())
    walk.visit("list", ORIGIN + client.path("sb_webhooks"))
    for name in (
        "sb_webhook",
        "sb_webhook_edit",
        "sb_webhook_secret",
        "sb_webhook_verify",
        "sb_webhook_remove",
        "sb_webhook_replay",
    ):
        walk.visit(name, ORIGIN + client.path(name, made.endpoint.id))
    walk.visit("off", ORIGIN + client.path("sb_webhook", new.endpoint.id))
    walk.visit("delivery", ORIGIN + client.path("sb_webhook_delivery", made.endpoint.id, told))
    assert page.locator("html").get_attribute("lang") == language
    assert walk.wrong == []
