"""Interop with a certified provider that we did not write (annex A.5, SEC-37, SEC-48)."""

import secrets
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from selvbetjening.adapters.mitid import MitIDLogin
from selvbetjening.domain.identity.ports import Begun, Expected, LoginRefused, Person
from tests.contract.mitid.independent import BACK_TO, CLIENT, NSIS, REDIRECT, Independent, independent
from tests.hostile.mitid.forge import client_pem, rsa_pem

USERINFO = {
    "nemlogin.cvr": "DK 12 34 56 74", "nemlogin.org_name": "Nordlys Træning", "nemlogin.given_name": "Astrid",
    "nemlogin.family_name": "Nordby", "nemlogin.persistent_professional_id": "professional-1",
}  # fmt: skip
ID_TOKEN = {"identity_type": "professional", "transaction_id": "transaction-1"}
HOURS = timedelta(hours=8)


class Portal:
    """The adapter, with what a login keeps in between."""

    next_key = ""

    def __init__(self, provider: Independent, key: str, **more: Any) -> None:
        options = {
            "issuer": provider.issuer, "client_id": CLIENT, "keys": (key,), "profile": "signaturgruppen",
            "claims": {"level": "acr", "session": "sid"}, "on_this_machine": True, **more,
        }  # fmt: skip
        self.adapter, self.provider = MitIDLogin(name="independent", **options), provider

    def begin(self, *, afresh: bool = False, max_age: timedelta = HOURS) -> tuple[Begun, Expected]:
        begun = self.adapter.begin(
            redirect_uri=REDIRECT, max_age=max_age, afresh=afresh, language="da", at=datetime.now(UTC)
        )
        return begun, Expected(begun.state, begun.nonce, begun.verifier, REDIRECT, max_age)

    def log_in(self, browser: requests.Session | None = None, **asked: Any) -> Person:
        begun, expected = self.begin(**asked)
        answer = self.provider.browse(begun.url, browser)
        return self.adapter.finish(answer=answer, expected=expected, at=datetime.now(UTC))


KEYS = {"ES256": client_pem, "PS256": rsa_pem}


@pytest.fixture(params=KEYS, scope="module")
def portal(request: pytest.FixtureRequest) -> Iterator[Portal]:
    """With a key of either kind on both sides."""
    key, next_key = KEYS[request.param](), KEYS[request.param]()
    known = MitIDLogin(
        name="keys", issuer="https://nobody.test", client_id=CLIENT, keys=(key, next_key), profile="idura"
    ).public_keys()
    client = {"alg": request.param, "id_token_alg": request.param, "jwks": known, "userinfo": USERINFO}
    with independent(**client, id_token=ID_TOKEN) as provider:
        made = Portal(provider, key)
        made.next_key = next_key
        yield made


def test_a_login_goes_through(portal: Portal) -> None:
    """BP-01, SEC-48: discovery, PAR, PKCE, private_key_jwt, our checks, userinfo, and the same person as everywhere."""
    portal.provider.choose("astrid")
    person = portal.log_in()
    assert (person.issuer, person.subject, person.level) == (portal.provider.issuer, "astrid", "substantial")
    assert (person.cvr, person.company_name, person.professional_id) == (
        "12345674",
        "Nordlys Træning",
        "professional-1",
    )
    assert (person.given_name, person.surname, person.is_business) == ("Astrid", "Nordby", True)
    assert person.broker_transaction == "transaction-1"


def test_only_a_reference_goes_through_the_browser(portal: Portal) -> None:
    """Annex A.3 no. 1: what is asked is pushed behind its back."""
    begun, _ = portal.begin()
    assert begun.nonce not in begun.url
    assert begun.state not in begun.url


def test_the_moment_of_an_older_login_comes_back(portal: Portal) -> None:
    """SEC-44: the provider's session answers a second login; auth_time is that of the first."""
    portal.provider.choose("astrid", age=600)
    browser = requests.Session()
    first = portal.log_in(browser)
    portal.provider.choose("astrid")
    again = portal.log_in(browser)
    assert again.auth_time == first.auth_time
    assert datetime.now(UTC) - again.auth_time >= timedelta(minutes=10)
    assert again.broker_session == first.broker_session != ""


def test_asked_afresh_the_login_is_made_anew(portal: Portal) -> None:
    """BP-08: prompt=login and max_age=0 are obeyed, and the new moment passes the check of a step-up."""
    portal.provider.choose("astrid", age=600)
    browser = requests.Session()
    portal.log_in(browser)
    portal.provider.choose("astrid")
    before = datetime.now(UTC)
    begun, expected = portal.begin(afresh=True, max_age=timedelta(minutes=5))
    wanted = replace(expected, not_before=before - timedelta(seconds=30), subject="astrid")
    answer = portal.provider.browse(begun.url, browser)
    person = portal.adapter.finish(answer=answer, expected=wanted, at=datetime.now(UTC))
    assert person.auth_time >= before - timedelta(seconds=30)


def test_a_low_level_and_none_are_refused(portal: Portal) -> None:
    """SEC-44, LOGIN-03: the acr that comes back decides, not the one that was wished for."""
    for acr in (f"{NSIS}/Low", ""):
        portal.provider.choose("astrid", acr=acr)
        with pytest.raises(LoginRefused, match="LOGIN-03"):
            portal.log_in()


def test_cancelling_is_told_apart(portal: Portal) -> None:
    """LOGIN-01: nothing is logged in, and no code was asked for."""
    portal.provider.choose(None)
    with pytest.raises(LoginRefused, match="LOGIN-01 cancelled"):
        portal.log_in()


def test_the_provider_holds_us_to_our_verifier_and_codes(portal: Portal) -> None:
    """SEC-43: a wrong PKCE verifier and a code's second use are refused by a provider that enforces both."""
    portal.provider.choose("astrid")
    begun, expected = portal.begin()
    answer = portal.provider.browse(begun.url)
    now = datetime.now(UTC)
    wrong = replace(expected, verifier=secrets.token_urlsafe(48))
    with pytest.raises(LoginRefused, match="token_invalid_grant"):
        portal.adapter.finish(answer=answer, expected=wrong, at=now)
    begun, expected = portal.begin()
    answer = portal.provider.browse(begun.url)
    portal.adapter.finish(answer=answer, expected=expected, at=now)
    with pytest.raises(LoginRefused, match="token_invalid_grant"):
        portal.adapter.finish(answer=answer, expected=expected, at=now)


def test_another_key_is_not_ours(portal: Portal) -> None:
    """SEC-48: signed with a key that was not registered, we are nobody there; with the next one we are ourselves."""
    stranger = Portal(portal.provider, client_pem())
    with pytest.raises(LoginRefused, match="pushed_http_401"):
        stranger.begin()
    portal.provider.choose("astrid")
    assert Portal(portal.provider, portal.next_key).log_in().subject == "astrid"


def test_logging_out_there_is_told_here(portal: Portal) -> None:
    """BP-07, SEC-36: the browser confirms, is led back, and the logout token that comes passes every check, once."""
    portal.provider.choose("astrid")
    browser = requests.Session()
    person = portal.log_in(browser)
    url = portal.adapter.logout_url(id_token=person.id_token, back_to=BACK_TO)
    assert url is not None
    assert portal.provider.log_out(url, browser).startswith(BACK_TO)
    until = time.monotonic() + 10
    while not portal.provider.told and time.monotonic() < until:
        time.sleep(0.02)
    told = portal.adapter.read_logout(token=portal.provider.told.pop(), at=datetime.now(UTC))
    assert (told.issuer, told.subject) == (portal.provider.issuer, "astrid")
    assert told.broker_session == person.broker_session
