"""CM-12: a user looks at the portal as a customer, reads and nothing else, and both logs say so."""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import get_resolver

from selvbetjening.config import hosts
from selvbetjening.domain.access.actions.suspend import suspend
from selvbetjening.domain.access.models import Grant
from selvbetjening.domain.access.permissions import SELVBETJENING
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.identity.models import BusinessSession, PortalSession
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from tests import business, portal
from tests.story.portal.world import NOW, World, world, world_in
from tests.story.walls.addresses import filled, walk

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def company() -> Iterator[World]:
    clock.set_source(lambda: NOW)
    yield world()
    clock.reset()


def later(**span: int) -> None:
    clock.set_source(lambda: NOW + timedelta(**span))


def wanted(company: World, user: business.BusinessClient) -> str:
    """The path on the portal's host to which a press on the account's page leads."""
    asked = user.post(user.path("sb_view_as", company.account.id), {"recipient": str(company.recipient.id)})
    assert asked.status_code == 302, asked.content
    parts = urlsplit(asked["Location"])
    assert parts.netloc == f"{company.organization.slug}.portal.test"
    return parts.path


def looking(company: World, user: business.BusinessClient) -> portal.PortalClient:
    """A browser that looks as the customer."""
    browser = portal.client(company.organization)
    assert browser.post(wanted(company, user)).status_code == 302
    return browser


def facts(company: World) -> list[Event]:
    with within(company.id):
        return list(Event.objects.filter(name="accounts.portal_viewed"))


def test_a_user_looks_and_both_logs_say_so_cm_12(company: World) -> None:
    """CM-12: the link waits for a press, every page has the banner, and the customer reads who looked."""
    user = business.as_manager(company.organization)
    page = user.get(user.path("sb_account", company.account.id))
    assert user.path("sb_view_as", company.account.id) in page.content.decode()
    ways = user.get(user.path("sb_view_as", company.account.id))
    assert company.recipient.name in ways.content.decode()
    assert f"https://{company.organization.slug}.portal.test" in ways["Content-Security-Policy"]
    path, browser = wanted(company, user), portal.client(company.organization)
    assert "Se portalen som" in browser.get(path).content.decode()
    assert not facts(company)
    assert browser.get("/").status_code == 302, "the link alone opens nothing"
    begun = browser.post(path)
    assert (begun.status_code, begun["Location"]) == (302, "/")
    shown = browser.get("/").content.decode()
    assert f"Du ser portalen som {company.recipient.name} – kun læsning" in shown
    assert "Afslut" in shown and 'action="/log-ud/"' not in shown
    [fact] = facts(company)
    assert user.membership is not None
    assert (fact.actor_kind, fact.actor_id) == ("user", str(user.membership.id))
    assert fact.account_id == company.account.id
    words = "Nogen så portalen som kunden og kunne kun læse"
    own = company.client().get("/logbog/").content.decode()
    assert words in own and f"{company.organization.name}, medarbejder" in own
    assert words in user.get(user.path("log")).content.decode()


def test_ending_leads_back_and_the_browser_is_a_stranger_again(company: World) -> None:
    browser = looking(company, business.as_manager(company.organization))
    ended = browser.post("/se-som/afslut/")
    over = browser.get(ended["Location"]).content.decode()
    assert f"/v/{company.organization.id}/selvbetjening/konti/{company.account.id}/" in over
    assert browser.get("/").status_code == 302
    assert browser.post("/se-som/afslut/").status_code == 302


def test_ending_leaves_a_customers_own_session_alone(company: World) -> None:
    own = company.client()
    own.post("/se-som/afslut/")
    assert own.get("/").status_code == 200


def addresses() -> list[str]:
    return sorted({address for address, _view in walk(get_resolver(hosts.CUSTOMER).url_patterns)})


def test_no_press_does_anything_and_no_page_leaves_anything_behind(company: World) -> None:
    """CM-12: every POST of every address is refused, paying also by GET; nothing is written by any of it."""
    paths = {address: filled(address, company) for address in addresses() if not address.startswith("/se-som/")}
    browser = looking(company, business.as_manager(company.organization))
    with within(company.id):
        before = (Event.objects.count(), PortalSession.objects.count())
    posted = {address: browser.post(path, {"confirm": "1", "name": "X"}).status_code for address, path in paths.items()}
    assert posted == dict.fromkeys(paths, 403)
    read = {address: browser.get(path).status_code for address, path in paths.items()}
    paying = {each for each in paths if each.startswith(("/betal/", "/kort/tilfoej/", "/til/kort/"))}
    paying |= {each for each in paths if re.search(r"/betal/|/proev-igen/", each)}
    paying.remove("/til/betal/<str:reference>/")  # it leads to a page that is refused, or, as here, to none
    assert len(paying) > 10
    assert {each: read[each] for each in paying} == dict.fromkeys(paying, 403)
    assert {status for each, status in read.items() if each not in paying} <= {200, 302, 304, 401, 403, 404, 405, 409}
    assert sum(status == 200 for status in read.values()) > 25
    with within(company.id):
        assert (Event.objects.count(), PortalSession.objects.count()) == before


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused_too(company: World, method: str) -> None:
    browser = looking(company, business.as_manager(company.organization))
    assert getattr(browser, method)("/oplysninger/").status_code == 403


def test_a_link_works_once(company: World) -> None:
    """SEC-26: a second press, in whatever browser, finds nothing."""
    user = business.as_manager(company.organization)
    path = wanted(company, user)
    first, second = portal.client(company.organization), portal.client(company.organization)
    assert first.post(path)["Location"] == "/"
    assert second.post(path)["Location"] == "/se-som/slut/"
    assert second.get("/").status_code == 302
    assert len(facts(company)) == 1


def test_a_link_is_two_minutes_old_at_most(company: World) -> None:
    path, browser = wanted(company, business.as_manager(company.organization)), portal.client(company.organization)
    later(minutes=2)
    assert browser.post(path)["Location"] == "/se-som/slut/"
    assert not facts(company)


def test_another_companys_link_is_nothing_here(company: World) -> None:
    """SEC-19: the token of one company's portal, at another's."""
    other = world()
    path = wanted(company, business.as_manager(company.organization))
    elsewhere = portal.client(other.organization)
    assert elsewhere.get(path)["Location"] == elsewhere.post(path)["Location"] == "/se-som/slut/"
    assert elsewhere.get("/").status_code == 302
    assert portal.client(company.organization).post(path)["Location"] == "/"


def test_a_link_as_the_sessions_own_key_opens_nothing(company: World) -> None:
    path = wanted(company, business.as_manager(company.organization))
    forged = company.client()
    for cookie in forged.cookies.values():
        cookie.set(cookie.key, path.split("/")[2], path.split("/")[2])
    assert forged.get("/").status_code == 302
    assert not facts(company)


def test_it_is_over_after_fifteen_minutes(company: World) -> None:
    browser = looking(company, business.as_manager(company.organization))
    later(minutes=14)
    assert browser.get("/").status_code == 200
    later(minutes=15)
    assert browser.get("/fakturaer/")["Location"] == "/se-som/slut/"
    later(minutes=1)
    assert browser.get("/").status_code == 302, "over is over"


def test_a_suspended_users_next_request_is_dead_sec_27(company: World) -> None:
    """SEC-27, SEC-28: the visit and the waiting link end with the user's access, in the same transaction."""
    manager = business.as_manager(company.organization)
    user = business.as_member(company.organization, business.member(company.organization, grants={SELVBETJENING: []}))
    browser, waiting = looking(company, user), wanted(company, user)
    assert user.membership is not None and manager.membership is not None
    suspend(company.id, membership=user.membership.id, reason="Ferie", until=None, by=manager.membership.id, at=NOW)
    with within(company.id):
        assert not PortalSession.objects.filter(data__has_key="viewing").exists()
    assert browser.get("/").status_code == 302
    assert browser.post(waiting)["Location"] == "/se-som/slut/"


def test_a_logout_or_a_lost_grant_ends_it_too(company: World) -> None:
    """SEC-27: the visit lives as long as the session and the permission that it came from."""
    member = business.member(company.organization, grants={SELVBETJENING: ["view", "view_as"]})
    user = business.as_member(company.organization, member)
    browser = looking(company, user)
    with within(company.id):
        Grant.objects.filter(membership=member).update(actions=["view"])
    assert browser.get("/")["Location"] == "/se-som/slut/"
    manager = business.as_manager(company.organization)
    browser = looking(company, manager)
    BusinessSession.objects.filter(key_digest=manager.digest).delete()
    assert browser.get("/")["Location"] == "/se-som/slut/"


def test_who_may_not_is_refused_and_a_barred_recipient_is_not_seen(company: World) -> None:
    member = business.member(company.organization, grants={SELVBETJENING: ["view", "customers"]})
    user = business.as_member(company.organization, member)
    address = user.path("sb_view_as", company.account.id)
    assert user.get(address).status_code == 403
    assert address not in user.get(user.path("sb_account", company.account.id)).content.decode()
    manager = business.as_manager(company.organization)
    with within(company.id):
        type(company.recipient).objects.filter(id=company.recipient.id).update(has_self_service_access=False)
    chosen = {"recipient": str(company.recipient.id)}
    assert manager.post(manager.path("sb_view_as", company.account.id), chosen).status_code == 404
    stranger = world_in(company.organization)
    assert manager.post(manager.path("sb_view_as", stranger.account.id), chosen).status_code == 404


def test_an_operator_who_acts_for_the_company_looks_too(company: World) -> None:
    """SEC-34: the operator's number stands in the customer's log as staff of the company."""
    browser = looking(company, business.as_operator(company.organization))
    assert "kun læsning" in browser.get("/").content.decode()
    [fact] = facts(company)
    assert fact.actor_kind == "staff"
