"""A company's own app sends its customer into the portal (LG-12, SB-23, SEC-61, XB-18)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connections
from django.urls import reverse

from selvbetjening.domain.history.models import Event
from selvbetjening.domain.identity.actions.make_direct_link import MadeDirectLink, make_direct_link
from selvbetjening.domain.identity.actions.purge import purge
from selvbetjening.domain.identity.actions.spend_direct_link import spend_direct_link
from selvbetjening.domain.identity.models import DirectLink
from selvbetjening.domain.identity.rules import direct
from selvbetjening.domain.identity.rules.direct import LinkRefused, Wish
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId
from tests import make
from tests.story.login import login_steps as steps

pytestmark = pytest.mark.usefixtures("database")
URLS = "selvbetjening.portals.customer.urls"


def link(company: Organization, now: steps.Watch, **wish: Any) -> MadeDirectLink:
    api_user = uuid4()
    return make_direct_link(
        OrganizationId(company.id), wish=Wish(**wish), api_user=api_user, actor=Actor("api", str(api_user)), at=now.at
    )


def refusal(company: Organization, now: steps.Watch, **wish: Any) -> tuple[str, str]:
    with pytest.raises(LinkRefused) as refused:
        link(company, now, **wish)
    return refused.value.field, refused.value.code


def test_she_is_in_at_once_and_only_once(now: steps.Watch) -> None:
    """LG-12, SB-23, SEC-61: GET logs in, to the wanted page; the second press gets the page that says it is over."""
    company = make.organization()
    anna = make.recipient(make.account(company))
    made = link(company, now, email=anna.email, target="invoices", language="en")
    assert made.expires_at - now.at == timedelta(minutes=5)
    client = steps.browser(company)
    answer = client.get(made.path)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/fakturaer/")
    assert answer.headers["Referrer-Policy"] == "no-referrer" and answer.headers["Cache-Control"] == "no-store"
    assert steps.is_in(client) and 'lang="en"' in client.get("/").content.decode()
    second = steps.browser(company)
    page = second.get(made.path, follow=True)
    assert page.status_code == 200 and "does not work any more" in page.content.decode()
    assert not steps.is_in(second)
    with within(OrganizationId(company.id)):
        names = list(Event.objects.filter(name__startswith="identity.direct").values_list("name", flat=True))
    assert sorted(names) == ["identity.direct_link_made", "identity.direct_link_spent"]


@pytest.mark.parametrize(
    "headers", [{"Sec-Purpose": "prefetch"}, {"X-Moz": "prefetch"}, {"User-Agent": "Slackbot 1.0"}]
)
def test_a_preview_logs_nobody_in(headers: dict[str, str], now: steps.Watch) -> None:
    """LG-12, SEC-58, SEC-61: the button page instead, and her own press works afterwards."""
    company = make.organization()
    anna = make.recipient(make.account(company))
    made = link(company, now, email=anna.email)
    client = steps.browser(company)
    assert client.get(made.path, headers=headers).headers["Location"] == "/log-ind/direkte/"
    assert client.head(made.path).headers["Location"] == "/log-ind/direkte/"
    assert not steps.is_in(client)
    assert b"<form" in client.get("/log-ind/direkte/").content
    assert client.post("/log-ind/direkte/").headers["Location"] == "/"
    assert steps.is_in(client)


def test_a_mailed_link_wants_a_press(now: steps.Watch) -> None:
    """LG-12, SEC-58: `delivery=mail` always lands on the button page."""
    company = make.organization()
    anna = make.recipient(make.account(company))
    made = link(company, now, email=anna.email, is_mailed=True)
    client = steps.browser(company)
    assert client.get(made.path).headers["Location"] == "/log-ind/direkte/"
    assert not steps.is_in(client)
    client.post("/log-ind/direkte/")
    assert steps.is_in(client)


@pytest.mark.parametrize(
    ("language", "other", "press", "over"),
    [
        ("da", "en", "Et tryk mere, så er du inde", "Linket virker ikke længere"),
        ("en", "da", "One more press, and you are in", "The link does not work any more"),
    ],
)
def test_the_page_speaks_the_link_s_language(
    language: str, other: str, press: str, over: str, now: steps.Watch
) -> None:
    """fenerum-api.md 9 (`locale`), LG-12: button page and dead link, whatever the browser prefers; no script needed."""
    company = make.organization()
    anna = make.recipient(make.account(company))
    made = link(company, now, email=anna.email, language=language, is_mailed=True)
    client = steps.browser(company, HTTP_ACCEPT_LANGUAGE=other)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = other
    page = client.get(made.path, follow=True).content.decode()
    assert f'<html lang="{language}">' in page and press in page
    spent = client.post("/log-ind/direkte/", follow=True)
    assert f'<html lang="{language}">' in spent.content.decode() and steps.is_in(client)
    late = steps.browser(company, HTTP_ACCEPT_LANGUAGE=other)
    page = late.get(made.path, follow=True).content.decode()
    assert f'<html lang="{language}">' in page and over in page


def test_she_may_choose_another_language_on_the_page(now: steps.Watch) -> None:
    """fenerum-api.md 9, LG-12: the link's language is where the page begins; without one it is the browser's."""
    company = make.organization()
    anna = make.recipient(make.account(company))
    client = steps.browser(company)
    client.get(link(company, now, email=anna.email, language="en", is_mailed=True).path)
    client.post("/sprog/", {"language": "da", "next": "/log-ind/direkte/"})
    assert '<html lang="da">' in client.get("/log-ind/direkte/").content.decode()
    plain = steps.browser(company, HTTP_ACCEPT_LANGUAGE="en")
    page = plain.get(link(company, now, email=anna.email, is_mailed=True).path, follow=True).content.decode()
    assert '<html lang="en">' in page


def test_the_time_is_short(now: steps.Watch) -> None:
    """SEC-61: 60 to 3600 seconds, five minutes unless wished otherwise."""
    company = make.organization()
    anna = make.recipient(make.account(company))
    made = link(company, now, email=anna.email)
    now.at += timedelta(minutes=5)
    client = steps.browser(company)
    assert "virker ikke længere" in client.get(made.path, follow=True).content.decode() and not steps.is_in(client)
    for wrong in (59, 3601, -1, 10**30):
        with pytest.raises(LinkRefused):
            direct.life(seconds=wrong)
    assert direct.life(seconds=60) == timedelta(minutes=1)


def test_one_of_many_gets_in(now: steps.Watch) -> None:
    """SEC-57: twenty at once."""
    company = make.organization()
    anna = make.recipient(make.account(company))
    token = link(company, now, email=anna.email).path.split("/")[-2]

    def spend(_: int) -> bool:
        try:
            return spend_direct_link(OrganizationId(company.id), token=token, at=now.at) is not None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(spend, range(20))) == 1


def test_who_may_not_come_in_gets_no_link(now: steps.Watch) -> None:
    """fenerum-api.md 9: the reasons are told, since the caller is known; a pick solves an address on several."""
    company = make.organization(allowed_acts=[])
    one, other = make.account(company), make.account(company)
    barred = make.recipient(one, has_self_service_access=False)
    twin = make.recipient(one)
    make.recipient(other, email=twin.email)
    assert refusal(company, now, email="ukendt@example.com") == ("email", "unknown_email")
    assert refusal(company, now, email=barred.email) == ("email", "recipient_barred")
    assert refusal(company, now, email=twin.email) == ("email", "duplicate_recipient")
    assert link(company, now, email=twin.email, account=one.id).path
    assert link(company, now, email=twin.email, recipient=twin.id).path
    assert refusal(company, now, email=twin.email, account=uuid4()) == ("account", "does_not_exist")
    stranger = make.recipient(make.account(make.organization()))
    assert refusal(company, now, email=stranger.email) == ("email", "unknown_email")
    assert refusal(company, now, email=twin.email, recipient=stranger.id) == ("recipient", "does_not_exist")


def test_the_door_is_asked_again(now: steps.Watch) -> None:
    """LG-14, SB-17: access that ended, or another address, after the link was made."""
    company = make.organization()
    anna, bo = make.recipient(make.account(company)), make.recipient(make.account(company))
    links = link(company, now, email=anna.email), link(company, now, email=bo.email)
    with within(OrganizationId(company.id)):
        type(anna).objects.filter(id=anna.id).update(has_self_service_access=False)
        type(bo).objects.filter(id=bo.id).update(email="ny@example.com")
    for made in links:
        client = steps.browser(company)
        client.get(made.path)
        assert not steps.is_in(client)


def test_a_stranger_signs_up(now: steps.Watch) -> None:
    """fenerum-api.md 9: with "Opret konto" on, an unknown address leads to the sign-up."""
    company = make.organization()
    made = link(company, now, email="ny.kunde@example.com")
    assert made.is_signup
    client = steps.browser(company)
    assert client.get(made.path).headers["Location"] == "/opret/"
    assert client.get("/opret/").status_code == 200


def test_the_visit_can_only_get_narrower(now: steps.Watch) -> None:
    """fenerum-api.md 9: `permissions`; the law's acts of a consumer stay (CAN-2)."""
    company = make.organization()
    anna = make.recipient(make.account(company))
    made = link(company, now, email=anna.email, narrowed_to=(permissions.VIEW_INVOICES,))
    client = steps.browser(company)
    client.get(made.path)
    assert client.get("/fakturaer/").status_code == 200
    assert client.get("/logbog/").status_code == 404 and client.get("/modtagere/").status_code == 404
    assert client.get("/fortryd/").status_code == 200
    with pytest.raises(LinkRefused):
        direct.narrowed(wished=["everything"], known=list(permissions.REGISTRY))
    poor = make.organization(allowed_acts=[])
    bo = make.recipient(make.account(poor, party_type="business"))
    client = steps.browser(poor)
    client.get(link(poor, now, email=bo.email, narrowed_to=(permissions.VIEW_INVOICES,)).path)
    assert client.get("/fakturaer/").status_code == 404


def test_back_to_the_app_and_nowhere_else(now: steps.Watch) -> None:
    """SEC-138: https, and a host on the company's list; every page leads back."""
    company = make.organization(choices={"return_url_hosts": "app.firma.example, Firma.example:8443".lower()})
    anna = make.recipient(make.account(company))
    back = "https://app.firma.example/konto?fane=abonnement"
    client = steps.browser(company)
    client.get(link(company, now, email=anna.email, return_url=back).path)
    assert f'href="{back}"' in client.get("/").content.decode()
    assert link(company, now, email=anna.email, return_url="https://firma.example:8443/").path
    for wrong, code in (
        ("https://ond.example/", "host_not_allowed"), ("https://app.firma.example.ond.example/", "host_not_allowed"),
        ("https://firma.example/", "host_not_allowed"), ("http://app.firma.example/", "invalid"),
        ("javascript:alert(1)", "invalid"), ("https://app.firma.example@ond.example/", "invalid"),
        ("//app.firma.example/", "invalid"), ("https://app.firma.example\\@ond.example/", "invalid"),
        ("https://app.firma.example:99999/", "invalid"), ("https://app.firma.example/" + "a" * 500, "invalid"),
        ("http://app.localhost:8000/", "host_not_allowed"),
    ):  # fmt: skip
        assert refusal(company, now, email=anna.email, return_url=wrong) == ("return_url", code), wrong
    with pytest.raises(LinkRefused, match="invalid"):
        direct.return_address(url="http://app.localhost/", hosts=("app.localhost",), is_demo=False)


def test_targets_are_pages_of_the_portal() -> None:
    """XB-18: what the rules say is what the portal calls its pages."""
    names = {
        "invoices": reverse("customer:invoices", URLS), "card": reverse("customer:to_card", URLS),
        "pay:17": reverse("customer:to_pay", URLS, ["17"]), "plan:A-1": reverse("customer:to_change", URLS, ["A-1"]),
        "cancel:A-1": reverse("customer:to_cancel", URLS, ["A-1"]), "home": "",
    }  # fmt: skip
    assert {target: direct.wanted_path(target=target) for target in names} == names
    assert direct.landing_path(token="x" * 43) == reverse("customer:direct_link", URLS, ["x" * 43])
    for wrong in ("", "pay", "pay:", "plan:a/b", "cancel:../x", "home:1", "card:1", "plan:a?b", "log"):
        with pytest.raises(LinkRefused):
            direct.wanted_path(target=wrong)


def test_old_links_are_forgotten(now: steps.Watch) -> None:
    """SEC-145: a day after their time."""
    company = make.organization()
    anna = make.recipient(make.account(company))
    link(company, now, email=anna.email)
    now.at += timedelta(hours=25)
    link(company, now, email=anna.email)
    purge(OrganizationId(company.id), at=now.at)
    with within(OrganizationId(company.id)):
        assert DirectLink.objects.count() == 1
