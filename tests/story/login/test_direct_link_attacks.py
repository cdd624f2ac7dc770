"""Attacks on the way in that a company's own app made (LG-12, SB-23, SEC-61, SEC-138)."""

import pytest
from django.conf import settings as django_settings

from selvbetjening.domain.accounts.actions import recipients as people
from selvbetjening.domain.identity.rules import direct
from selvbetjening.domain.identity.rules.direct import LinkRefused
from selvbetjening.domain.organizations import permissions
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from tests import make
from tests.at_once import at_once
from tests.story.login import login_steps as steps
from tests.story.login.test_direct_links import link

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize(
    "url",
    [
        "JavaScript:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "https:app.firma.example", "https:///x",
        "https:/app.firma.example", "///app.firma.example", "\\\\app.firma.example", "https:\\\\app.firma.example",
        "https://app.firma.example%2eond.example/", "https://ond.example/https://app.firma.example/",
        "https://app.firma.example.ond.example", "https://xapp.firma.example/", "https://ond.example#app.firma.example",
        "https://ond.example?app.firma.example", "https://a:b@app.firma.example/", "https://@app.firma.example/",
        "https://app.firma.example:8443/", "https://app.firma.example:0443/", "https://app.firma.example:443/",
        "https://app.firma.example:/", "https://app.firma.example./", "https://app.fırma.example/",
        "https://app。firma.example/", "https://[::1]/", "https://2130706433/", "https://app.firma.example\n.ond.example/",
        " https://app.firma.example/", "https://app.firma.example/\r\nSet-Cookie: a=b", 'https://app.firma.example/"><b>',
        "ftp://app.firma.example/", "https://*.firma.example/",
    ],
)  # fmt: skip
def test_there_is_no_way_back_to_anywhere_else(url: str) -> None:
    """SEC-138: what a browser could read as another host than the one on the list is refused, or is that very host."""
    try:
        back = direct.return_address(url=url, hosts=("app.firma.example",), is_demo=False)
    except LinkRefused:
        return
    assert back in {"https://app.firma.example:/"}, back


def test_removed_while_she_presses(now: steps.Watch) -> None:
    """LG-14, SB-17: whoever is taken off the account as her link is opened is not in afterwards."""
    company = make.organization()
    here = OrganizationId(company.id)
    account = make.account(company)
    make.recipient(account)
    for _ in range(3):
        anna = make.recipient(account)
        made = link(company, now, email=anna.email)
        client = steps.browser(company)
        at_once(
            lambda: client.get(made.path),  # noqa: B023
            lambda: people.remove(here, recipient=anna.id, actor=SYSTEM, at=now.at),  # noqa: B023
        )
        assert not steps.is_in(client)
        assert not steps.is_in(client)


def test_one_browser_of_many_is_in(now: steps.Watch) -> None:
    """SEC-57: eight browsers with one link at the same moment."""
    company = make.organization()
    anna = make.recipient(make.account(company))
    made = link(company, now, email=anna.email)
    clients = [steps.browser(company) for _ in range(8)]
    at_once(*[lambda client=client: client.get(made.path) for client in clients])
    assert sum(steps.is_in(client) for client in clients) == 1


def test_the_session_before_is_over(now: steps.Watch) -> None:
    """LG-13, SEC-26: a new key for the new visit, nothing left of the old one, and the old key opens nothing."""
    company = make.organization()
    account = make.account(company)
    wide, narrow = make.recipient(account), make.recipient(account)
    client, planted = steps.browser(company), steps.browser(company)
    client.get(link(company, now, email=wide.email).path)
    name = django_settings.SESSION_COOKIE_NAME
    key = client.cookies[name].value
    planted.cookies[name] = key
    assert steps.is_in(planted)
    client.get(link(company, now, email=narrow.email, narrowed_to=(permissions.VIEW_INVOICES,)).path)
    assert client.cookies[name].value != key
    assert steps.is_in(client) and not steps.is_in(planted)
    assert client.get("/modtagere/").status_code == 404 and client.get("/fakturaer/").status_code == 200


def test_another_company_s_door_does_not_know_the_link(now: steps.Watch) -> None:
    """SEC-19, SEC-20: a link opens its own company's portal only, and trying it elsewhere spends nothing."""
    company, other = make.organization(), make.organization()
    anna = make.recipient(make.account(company))
    make.recipient(make.account(other), email=anna.email)
    made = link(company, now, email=anna.email)
    elsewhere, client = steps.browser(other), steps.browser(company)
    assert "virker ikke længere" in elsewhere.get(made.path, follow=True).content.decode()
    assert not steps.is_in(elsewhere)
    client.get(made.path)
    assert steps.is_in(client)
