"""The way in: an address, a mail, a button (SB-16 to SB-22, LG-05, LG-07 to LG-09, LG-13)."""

import re

import pytest
from django.conf import settings

from tests import make, outbox
from tests.story.login import login_steps as steps

pytestmark = pytest.mark.usefixtures("database")


def test_from_address_to_overview_sb_20_sb_21(posted: list[outbox.Mail]) -> None:
    """SB-16, SB-17, SB-20, SB-21, LG-08: the recipient's address, a mail with a link, one press in the same browser."""
    company = make.organization()
    anna = make.recipient(make.account(company))
    client = steps.browser(company)

    page = client.get("/log-ind/").content.decode()
    assert 'type="email"' in page and 'type="password"' not in page
    asked = steps.ask(client, anna.email)
    assert (asked.status_code, asked.headers["Location"]) == (302, "/log-ind/sendt/")
    assert "10 minut" in client.get("/log-ind/sendt/").content.decode()

    mail = steps.mailed(company, posted, anna.email)
    landed = client.get(mail.path)
    assert (landed.status_code, landed.headers["Location"]) == (302, "/log-ind/fortsaet/")
    assert not steps.is_in(client)
    button = client.get("/log-ind/fortsaet/").content.decode()
    assert mail.token not in button and 'name="code"' not in button
    before = client.cookies.get(settings.SESSION_COOKIE_NAME)
    pressed = client.post("/log-ind/fortsaet/")
    assert (pressed.status_code, pressed.headers["Location"]) == (302, "/")
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != (before.value if before else "")
    assert steps.is_in(client)
    assert steps.outcomes(company) == ["sent"]
    assert [kind for kind, _ in steps.events(company)] == ["opened", "spent"]


def test_a_press_needs_the_form_s_own_token_sec_59(posted: list[outbox.Mail]) -> None:
    """SEC-59, SEC-136: without it, from elsewhere, or from nowhere nothing is spent; with it somebody is in."""
    company = make.organization()
    anna = make.recipient(make.account(company))
    client = steps.browser(company)
    steps.ask(client, anna.email)
    link = steps.mailed(company, posted, anna.email)
    client.get(link.path)
    client.handler.enforce_csrf_checks = True
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get("/log-ind/fortsaet/").content.decode())
    assert found
    token, own = {"csrfmiddlewaretoken": found[1]}, f"https://{client.host}"
    for data, origin, site in (
        ({}, own, "same-origin"),
        (token, "https://evil.example", "same-origin"),
        (token, "null", "same-origin"),
        (token, own, "cross-site"),
        (token, own, "same-site"),
    ):
        refused = client.post("/log-ind/fortsaet/", data, HTTP_ORIGIN=origin, HTTP_SEC_FETCH_SITE=site)
        assert refused.status_code == 403
    assert steps.spent_links(company) == 0
    pressed = client.post("/log-ind/fortsaet/", token, HTTP_ORIGIN=own, HTTP_SEC_FETCH_SITE="same-origin")
    assert pressed.status_code == 302
