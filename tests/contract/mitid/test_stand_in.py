"""The demo's stand-in is a provider to be reckoned with: whole logins through it, and what it refuses (annex A.5)."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from selvbetjening.domain.identity.actions.back_channel_logout import back_channel_logout
from selvbetjening.domain.identity.actions.begin_login import begin_login
from selvbetjening.domain.identity.actions.finish_login import Finished, finish_login
from selvbetjening.domain.identity.actions.keep_business_session import begin, visit_of
from selvbetjening.domain.identity.models import BusinessSession, LoginEvidence
from selvbetjening.domain.identity.ports import LoginRefused
from selvbetjening.domain.identity.queries.broker_logout import broker_logout_url
from selvbetjening.kernel.ids import new_id
from selvbetjening.portals.sandbox.mitid.people import COMPANIES, ISSUER, PEOPLE, PRIVATE, subject_of
from selvbetjening.portals.sandbox.mitid.provider import Provider
from selvbetjening.portals.sandbox.mitid.words import WORDS
from tests.mitid import Broker, mitid


@pytest.fixture(scope="module")
def broker(database: str) -> Iterator[Broker]:
    with mitid() as running:
        yield running


def url(**more: Any) -> str:
    asked = {"purpose": "login", "wanted_path": "/v/", "language": "da", "cookie": "c", "at": datetime.now(UTC), **more}
    return begin_login(broker="demo", **asked).url


def log_in(broker: Broker, *, asked: dict[str, Any] | None = None, **chosen: Any) -> Finished:
    answer = broker.choose(url(**(asked or {})), **chosen)
    return finish_login(broker="demo", answer=answer, cookie="c", at=datetime.now(UTC))


@pytest.mark.parametrize("who", PEOPLE, ids=lambda one: one.key)
def test_each_person_logs_in_for_her_company(broker: Broker, who: Any) -> None:
    """BP-01, BP-02: the evidence holds ids and the level, and nobody's name."""
    finished = log_in(broker, person=who.key)
    assert finished.user is not None
    assert (finished.user.issuer, finished.user.subject) == (ISSUER, subject_of(who.key, who.cvr))
    assert finished.user.full_name == f"{who.given_name} {who.surname}"
    assert (finished.person.cvr, finished.person.level) == (who.cvr, "substantial")
    row = LoginEvidence.objects.get(reference=finished.reference)
    assert (row.outcome, row.cvr, row.user_id) == ("ok", who.cvr, finished.user.id)
    assert row.professional_id and row.broker_transaction and row.authenticated_at and row.p_number
    assert who.surname not in repr(vars(row))


def test_a_person_is_another_at_another_company(broker: Broker) -> None:
    """BP-06: one professional identity for each company; at the same one always the same."""
    own, other = log_in(broker, person="birgit"), log_in(broker, person="birgit", company="12345674")
    assert own.user and other.user
    assert own.user.id != other.user.id
    assert other.person.cvr == "12345674"
    assert log_in(broker, person="birgit", level="high").user == own.user


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "low level": ({"level": "low"}, "LOGIN-03 low_level"),
    "nine hours old": ({"age": 32_400}, "LOGIN-04 auth_time_stale"),
    "private": ({"company": PRIVATE}, "LOGIN-02 private"),
    "cancelled": ({"cancel": True}, "LOGIN-01 cancelled"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_goes_wrong_can_be_chosen(broker: Broker, case: str) -> None:
    """BP-05, LOGIN-01 to LOGIN-04: each choice is refused with its own reason, and the wanted page is not lost."""
    chosen, outcome = REFUSED[case]
    with pytest.raises(LoginRefused) as refused:
        log_in(broker, **chosen)
    assert LoginEvidence.objects.get(reference=refused.value.reference).outcome == outcome
    assert refused.value.wanted_path == "/v/"


def test_an_older_login_is_good_for_coming_in_and_not_for_confirming(broker: Broker) -> None:
    """BP-08: half an hour is nothing to a login and too old for a step-up."""
    finished = log_in(broker, age=1800)
    assert finished.user
    begin(digest=b"s" * 32, data={}, at=datetime.now(UTC), visit=visit_of(finished=finished, device="Firefox"))
    asked = {"purpose": "step_up", "user": finished.user.id, "session_digest": b"s" * 32, "action_class": "managers"}
    with pytest.raises(LoginRefused, match="ACC-03 auth_time_stale"):
        log_in(broker, asked=asked, age=1800)
    assert log_in(broker, asked=asked).attempt.action_class == "managers"
    BusinessSession.objects.filter(key_digest=b"s" * 32).delete()


def test_whoever_confirms_is_offered_as_herself(broker: Broker) -> None:
    """BP-08: a step-up's page has the person and the company of the last login chosen already; a login's has not."""
    finished = log_in(broker, person="birgit", company="92222209")
    assert finished.user
    asked = {"purpose": "step_up", "user": finished.user.id, "session_digest": b"x" * 32}
    page = requests.get(url(**asked), timeout=10).text
    assert re.findall(r'value="(\w*)" (?:checked|selected)', page)[:2] == ["birgit", "92222209"]
    page = requests.get(url(), timeout=10).text
    assert re.findall(r'value="(\w*)" (?:checked|selected)', page)[:2] == ["astrid", ""]


def test_a_private_login_for_a_company_is_the_operators_choice(database: str) -> None:
    """BP-01: off unless set, and then only with a CVR number: a private MitID for no company is refused."""
    with mitid(private_for_business=True) as broker, pytest.raises(LoginRefused, match="LOGIN-02"):
        log_in(broker, company=PRIVATE)


def test_logging_out_at_the_broker_ends_the_session_here(broker: Broker) -> None:
    """BP-07, SEC-36: the way out carries the ID token as a hint; the notice that follows ends this session."""
    finished = log_in(broker)
    digest = new_id().bytes * 2
    begin(digest=digest, data={}, at=datetime.now(UTC), visit=visit_of(finished=finished, device="Firefox"))
    way = broker_logout_url(digest=digest, back_to="https://erhverv.portal.test/log-ind/")
    assert way is not None and way.startswith(f"{broker.base}/end-session?")
    page = requests.get(way, timeout=10)
    assert 'href="https://erhverv.portal.test/log-ind/"' in page.text
    told = broker.provider.leaving.token(subject=finished.person.subject, session=finished.person.broker_session)
    assert back_channel_logout(broker="demo", token=told, at=datetime.now(UTC)) == 1
    assert not BusinessSession.objects.filter(key_digest=digest).exists()


def test_the_broker_leads_nobody_elsewhere(broker: Broker) -> None:
    """SEC-138: neither the way out nor the way back goes to a stranger's page."""
    for back in ("https://evil.test/", "https://erhverv.portal.test.evil.test/", "//evil.test/"):
        answer = requests.get(f"{broker.base}/end-session", params={"post_logout_redirect_uri": back}, timeout=10)
        assert answer.status_code == 400


def test_only_a_pushed_request_is_shown(broker: Broker) -> None:
    """Annex A.3 no. 1: without one there is nothing to choose; one that was answered is over."""
    bare = {"client_id": "selvbetjening-demo", "response_type": "code", "redirect_uri": "https://evil.test/"}
    assert requests.get(f"{broker.base}/authorize", params=bare, timeout=10).status_code == 404
    way = url()
    broker.choose(way)
    assert requests.get(way, timeout=10).status_code == 404


@pytest.mark.parametrize("path", ["/par", "/token"])
def test_nobody_but_the_portal_asks_for_tokens(broker: Broker, path: str) -> None:
    """SEC-48: no assertion, no answer."""
    answer = requests.post(f"{broker.base}{path}", data={"client_id": "selvbetjening-demo"}, timeout=10)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert requests.get(f"{broker.base}/userinfo", timeout=10).status_code == 401


def test_a_code_wants_its_verifier(broker: Broker, monkeypatch: pytest.MonkeyPatch) -> None:
    """SEC-43: PKCE is checked by the stand-in, unlike by most test doubles."""
    monkeypatch.setattr("selvbetjening.domain.identity.actions.finish_login.unseal", lambda content, purpose: b"x" * 43)
    with pytest.raises(LoginRefused, match="token_invalid_grant"):
        log_in(broker)


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_page_is_whole_in_both_languages(broker: Broker, language: str) -> None:
    """BP-80: every choice has a label, the page says that it is not MitID, and leads to the other language."""
    way = url(language=language)
    page = requests.get(way, timeout=10)
    place = ("da", "en").index(language)
    assert f'<html lang="{language}">' in page.text
    for name in ("demo_says", "title", "company", "level", "age", "log_in", "cancel"):
        assert WORDS[name][place] in page.text
    for one in (*PEOPLE, *COMPANIES):
        assert (one.name if hasattr(one, "name") else one.surname).replace("&", "&amp;") in page.text
    fields = set(re.findall(r'(?:input|select)[^>]* id="([^"]+)"', page.text))
    assert fields == set(re.findall(r'label for="([^"]+)"', page.text))
    other = re.search(r'<a href="(\?[^"]+)" lang="(\w\w)"', page.text)
    assert other and other[2] != language
    again = requests.get(way.partition("?")[0] + other[1].replace("&amp;", "&"), timeout=10)
    assert f'<html lang="{other[2]}">' in again.text
    assert "script" not in page.text
    assert "form-action 'self' https://erhverv.portal.test" in page.headers["Content-Security-Policy"]


def test_a_pushed_request_is_forgotten_after_ten_minutes(broker: Broker, monkeypatch: pytest.MonkeyPatch) -> None:
    """SEC-43: as the portal's own attempt."""
    way = url()
    now = broker.provider.state.now()
    monkeypatch.setattr(broker.provider.state, "now", lambda: now + timedelta(minutes=10).total_seconds())
    assert requests.get(way, timeout=10).status_code == 404


@override_settings(DEMO=False)
def test_it_refuses_to_be_anywhere_but_in_the_demo() -> None:
    """SEC-54."""
    with pytest.raises(ImproperlyConfigured):
        Provider()


def test_its_subjects_tell_nothing(broker: Broker) -> None:
    """Annex A.2: the private identity's id is another one, and none holds a name or a number."""
    assert len({subject_of(one.key, cvr) for one in PEOPLE for cvr in (one.cvr, PRIVATE)}) == 2 * len(PEOPLE)
    assert parse_qs(urlsplit(url()).query).keys() == {"client_id", "request_uri"}
