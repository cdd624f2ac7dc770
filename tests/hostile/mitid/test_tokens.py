"""Every lie about a token is refused, with its reason in the log and no name there (Must show 3, annex A.3, BP-01)."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from selvbetjening.domain.identity.models import User
from selvbetjening.domain.identity.ports import LoginRefused
from tests.hostile.mitid.forge import Signer, b64
from tests.hostile.mitid.provider import CLIENT, ISSUER, Liar
from tests.hostile.mitid.steps import PATH, evidence_of, log_in

Twist = Callable[[Liar], Any]
NSIS = "https://data.gov.dk/concept/core/nsis"
EVIL = Signer()


def claims(**told: Any) -> Twist:
    """A moment is counted when the test runs, which may be long after this file was read."""
    return lambda liar: liar.claims.update({name: one() if callable(one) else one for name, one in told.items()})


def header(**told: Any) -> Twist:
    return lambda liar: liar.header.update(told)


def token(made: Callable[[Liar, dict[str, Any]], str]) -> Twist:
    return lambda liar: setattr(liar, "made", lambda told: made(liar, told))


def ago(seconds: float) -> Callable[[], int]:
    return lambda: int(time.time() - seconds)


def twice(liar: Liar, told: dict[str, Any]) -> str:
    """The subject of somebody else stands behind the true one."""
    text = json.dumps(told)[:-1] + ', "sub": "somebody-else"}'
    return liar.signer.token(text.encode())


def cut(liar: Liar, told: dict[str, Any]) -> str:
    return liar.signer.token(told).rpartition(".")[0] + "."


def swapped(liar: Liar, told: dict[str, Any]) -> str:
    """The signature of one token under the claims of another."""
    head, _, signature = liar.signer.token(told).split(".")
    return f"{head}.{b64(json.dumps({**told, 'sub': 'somebody-else'}).encode())}.{signature}"


CASES: dict[str, tuple[Twist, str, str]] = {
    "another issuer (SEC-39)": (claims(iss="https://evil.test"), "LOGIN-04", "issuer"),
    "the issuer with a slash": (claims(iss=f"{ISSUER}/"), "LOGIN-04", "issuer"),
    "no issuer": (claims(iss=None), "LOGIN-04", "issuer"),
    "another audience (SEC-39)": (claims(aud="somebody-else"), "LOGIN-04", "audience"),
    "no audience": (claims(aud=None), "LOGIN-04", "audience"),
    "list of audiences with our azp (SEC-39)": (
        claims(aud=[CLIENT, "somebody-else"], azp=CLIENT), "LOGIN-04", "audience"),
    "empty list of audiences": (claims(aud=[]), "LOGIN-04", "audience"),
    "somebody else's azp": (claims(azp="somebody-else"), "LOGIN-04", "authorized_party"),
    "alg none (SEC-40)": (header(alg="none"), "LOGIN-04", "algorithm"),
    "alg None in capitals": (header(alg="NONE"), "LOGIN-04", "algorithm"),
    "HMAC with the public key (SEC-40)": (header(alg="HS256"), "LOGIN-04", "algorithm"),
    "an algorithm that is not ours": (header(alg="ES512"), "LOGIN-04", "algorithm"),
    "no algorithm": (header(alg=None), "LOGIN-04", "algorithm"),
    "a list as algorithm": (header(alg=["ES256"]), "LOGIN-04", "algorithm"),
    "RS256 named, ES256 key": (header(alg="RS256"), "LOGIN-04", "unknown_key"),
    "a key in the header (SEC-45)": (header(jwk=EVIL.jwks()[0]), "LOGIN-04", "header"),
    "a key's address in the header": (header(jku="http://127.0.0.1/jwks"), "LOGIN-04", "header"),
    "a certificate's address": (header(x5u="http://127.0.0.1/pem"), "LOGIN-04", "header"),
    "a demand that nobody knows (SEC-45)": (header(crit=["b64"], b64=False), "LOGIN-04", "header"),
    "unknown kid (A.3 no. 6)": (header(kid="key-2"), "LOGIN-04", "unknown_key"),
    "kid that is no text": (header(kid=7), "LOGIN-04", "header"),
    "somebody else's key under our kid": (
        lambda liar: setattr(liar, "signer", EVIL), "LOGIN-04", "signature"),
    "no signature": (token(cut), "LOGIN-04", "signature"),
    "another token's signature": (token(swapped), "LOGIN-04", "signature"),
    "a claim twice": (token(twice), "LOGIN-04", "claim_twice"),
    "no object": (token(lambda liar, told: liar.signer.token(b'["sub"]')), "LOGIN-04", "token_unreadable"),
    "no number": (token(lambda liar, told: liar.signer.token(b'{"exp": NaN}')), "LOGIN-04", "token_unreadable"),
    "deeper than any reader goes": (
        token(lambda liar, told: liar.signer.token(b"[" * 6000 + b"]" * 6000)), "LOGIN-04", "token_unreadable"),
    "five parts, as an encrypted token": (token(lambda liar, told: "a.b.c.d.e"), "LOGIN-04", "token_shape"),
    "larger than 16 KB (SEC-45)": (claims(padding="x" * 20_000), "LOGIN-04", "token_too_large"),
    "a nonce of another login": (claims(nonce="replayed"), "LOGIN-04", "nonce"),
    "no nonce (SEC-42)": (claims(nonce=None), "LOGIN-04", "nonce"),
    "nonce_supported: false (SEC-42)": (claims(nonce=None, nonce_supported=False), "LOGIN-04", "nonce"),
    "a list as nonce": (claims(nonce=["a"]), "LOGIN-04", "nonce"),
    "expired": (claims(exp=ago(61), iat=ago(200)), "LOGIN-04", "expired"),
    "never expires": (claims(exp=None), "LOGIN-04", "expired"),
    "expires at no instant": (claims(exp=1e300), "LOGIN-04", "expired"),
    "issued tomorrow": (claims(iat=ago(-90)), "LOGIN-04", "issued_later"),
    "issued long ago": (claims(iat=ago(660)), "LOGIN-04", "issued_long_ago"),
    "not yet": (claims(nbf=ago(-90)), "LOGIN-04", "not_yet"),
    "another access token's hash": (claims(at_hash="AAAAAAAAAAAAAAAAAAAAAA"), "LOGIN-04", "at_hash"),
    "stale auth_time (SEC-44)": (claims(auth_time=ago(8 * 3600 + 10)), "LOGIN-04", "auth_time_stale"),
    "missing auth_time (SEC-44)": (claims(auth_time=None), "LOGIN-04", "no_auth_time"),
    "auth_time as text": (claims(auth_time="1700000000"), "LOGIN-04", "no_auth_time"),
    "auth_time true": (claims(auth_time=True), "LOGIN-04", "no_auth_time"),
    "auth_time tomorrow": (claims(auth_time=ago(-90)), "LOGIN-04", "auth_time_later"),
    "no subject": (claims(sub=None), "LOGIN-04", "no_subject"),
    "a subject without end": (claims(sub="x" * 256), "LOGIN-04", "no_subject"),
    "low level (SEC-44)": (claims(loa=f"{NSIS}/Low"), "LOGIN-03", "low_level"),
    "missing level": (claims(loa=None), "LOGIN-03", "no_level"),
    "acr alone, which nobody mapped": (claims(loa=None, acr=f"{NSIS}/High"), "LOGIN-03", "no_level"),
    "a level that nobody knows": (claims(loa=f"{NSIS}/Highest"), "LOGIN-03", "no_level"),
    "a list of levels": (claims(loa=[f"{NSIS}/High"]), "LOGIN-03", "no_level"),
    "a private identity": (claims(identity_type="private"), "LOGIN-02", "private"),
    "no kind of identity": (claims(identity_type=None), "LOGIN-02", "private"),
    "no company": (lambda liar: liar.userinfo.update({"nemlogin.cvr": None}), "LOGIN-04", "no_cvr"),
    "a company without a number": (lambda liar: liar.userinfo.update({"nemlogin.cvr": "1234567"}), "LOGIN-04", "cvr"),
    "userinfo of somebody else": (
        lambda liar: liar.userinfo.update({"sub": "somebody-else"}), "LOGIN-04", "userinfo_subject"),
    "no ID token (SEC-41)": (
        lambda liar: setattr(liar, "tokens", lambda told: {**told, "id_token": None}), "LOGIN-04", "no_id_token"),
    "an ID token that is none": (
        lambda liar: setattr(liar, "tokens", lambda told: {**told, "id_token": {"sub": "x"}}), "LOGIN-04", "no_token"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_lie_is_refused_with_its_reason_in_the_log(liar: Liar, case: str) -> None:
    """Must show 3, BP-01, SEC-39 to SEC-45: refused, one row says why, nobody has become known by it."""
    twist, code, reason = CASES[case]
    twist(liar)
    known = User.objects.filter(issuer=ISSUER).count()
    with pytest.raises(LoginRefused) as refused:
        log_in(liar)
    assert (refused.value.code, refused.value.reason) == (code, reason)
    row = evidence_of(refused.value)
    assert (row.purpose, row.user_id, refused.value.wanted_path) == ("login", None, PATH)
    assert User.objects.filter(issuer=ISSUER).count() == known


def test_the_same_provider_is_believed_when_it_is_honest(liar: Liar) -> None:
    """BP-01: so that every other case fails for its own lie; the evidence holds ids and no name."""
    finished = log_in(liar)
    assert finished.person.cvr == "12345674"
    assert finished.user is not None
    assert finished.user.subject == "subject-1"


@pytest.mark.parametrize("alg", ["PS256", "RS256"])
def test_rsa_keys_of_a_broker_are_believed_too(liar: Liar, alg: str) -> None:
    """Annex A.3 no. 5: PS256, RS256 and ES256 are ours to read."""
    liar.header |= {"alg": alg, "kid": "key-1-rsa"}
    assert log_in(liar).person.subject == "subject-1"


def test_what_a_broker_says_of_an_error_is_never_repeated(liar: Liar) -> None:
    """SEC-53: neither in the exception nor in the log."""
    probe = "<script>alert(1)</script>"
    with pytest.raises(LoginRefused) as refused:
        log_in(liar, answer={"code": None, "error": probe, "error_description": probe})
    assert "script" not in str(refused.value)
    assert evidence_of(refused.value).outcome == "LOGIN-04 error_other"
