"""What is asked of a broker, and with what keys (annex A.3 no. 1, SEC-48)."""

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey

from selvbetjening.adapters.mitid import checks, wire
from selvbetjening.adapters.mitid.circuit import Circuit
from selvbetjening.adapters.mitid.login import MitIDLogin
from selvbetjening.adapters.mitid.metadata import Metadata
from selvbetjening.adapters.mitid.own_keys import own_keys, published
from selvbetjening.domain.identity.ports import Expected, LoginRefused

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
PLAIN = Metadata("https://b.test/authorize", "https://b.test/token", "https://b.test/jwks", takes_requests=True)


def pem(key: Any, form: PrivateFormat = PrivateFormat.PKCS8) -> str:
    return str(key.private_bytes(Encoding.PEM, form, NoEncryption()).decode())


CURVE = ec.generate_private_key(ec.SECP256R1())
PAIR = rsa.generate_private_key(65537, 2048)


def adapter(metadata: Metadata, **more: Any) -> MitIDLogin:
    made = MitIDLogin(
        name="b", issuer="https://b.test", client_id="us", keys=(pem(CURVE),), **{"profile": "signaturgruppen", **more}
    )
    made._metadata.get = lambda: metadata  # type: ignore[method-assign]
    return made


def asked(metadata: Metadata, **more: Any) -> dict[str, str]:
    wanted: dict[str, Any] = {"max_age": timedelta(hours=8), "afresh": False, "language": "da", "at": NOW}
    setup = {name: more.pop(name) for name in ("profile", "signed_request", "private_for_business") if name in more}
    begun = adapter(metadata, **setup).begin(redirect_uri="https://us.test/back/", **{**wanted, **more})
    query = {name: values[0] for name, values in parse_qs(urlsplit(begun.url).query).items()}
    if "code_challenge" in query:
        digest = hashlib.sha256(begun.verifier.encode()).digest()
        assert query["code_challenge"] == base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        assert (query["state"], query["nonce"]) == (begun.state, begun.nonce)
    return query


def test_a_request_holds_everything_that_the_checks_need() -> None:
    """Annex A.3 no. 1: code flow, PKCE S256, state and nonce of 256 bits, max_age always, both languages."""
    query = asked(PLAIN, signed_request=False)
    assert {name: query[name] for name in ("response_type", "code_challenge_method", "ui_locales", "max_age")} == {
        "response_type": "code", "code_challenge_method": "S256", "ui_locales": "da en", "max_age": "28800",
    }  # fmt: skip
    assert "prompt" not in query
    assert (
        len(base64.urlsafe_b64decode(query["state"] + "=")) == len(base64.urlsafe_b64decode(query["nonce"] + "=")) == 32
    )
    assert (query["idp_values"], query["scope"]) == ("mitid_erhverv", "openid nemlogin")
    assert asked(PLAIN, signed_request=False, language="en")["ui_locales"] == "en da"
    assert asked(PLAIN, signed_request=False)["state"] != query["state"]


def test_a_step_up_asks_for_a_new_login() -> None:
    """Annex A.4: prompt=login and max_age=0, the same client."""
    query = asked(PLAIN, signed_request=False, afresh=True, max_age=timedelta(minutes=5))
    assert (query["prompt"], query["max_age"], query["client_id"]) == ("login", "0", "us")


def test_private_logins_and_texts_are_asked_for_in_the_brokers_own_way() -> None:
    """Annex A.2: Signaturgruppen's `idp_params`, Idura's `login_hint`."""
    told = json.loads(asked(PLAIN, signed_request=False, private_for_business=True, text="Godkend æ")["idp_params"])
    assert told["mitid_erhverv"] == {"allow_private": True}
    assert base64.b64decode(told["mitid"]["reference_text"]).decode() == "Godkend æ"
    query = asked(PLAIN, signed_request=False, profile="idura", text="Godkend")
    assert query["login_hint"] == f"message:{base64.b64encode(b'Godkend').decode()}"
    assert query["acr_values"] == "urn:grn:authn:dk:mitid:business"
    assert "idp_params" not in asked(PLAIN, signed_request=False)


def test_where_it_is_offered_the_request_is_signed() -> None:
    """Annex A.3 no. 1 (RFC 9101): one token that nobody changes on the way, good for a minute, made for this broker."""
    query = asked(PLAIN)
    token = jwt.decode(query["request"], ECKey.import_key(pem(CURVE)), algorithms=["ES256"])
    assert token.header["typ"] == "oauth-authz-req+jwt"
    said = token.claims
    assert (said["iss"], said["aud"], said["client_id"]) == ("us", "https://b.test", "us")
    assert said["exp"] - said["iat"] == 60
    assert said["iat"] == int(NOW.timestamp())
    assert {name: query[name] for name in query if name != "request"} == {
        name: said[name] for name in ("client_id", "response_type", "scope")
    }
    assert said["code_challenge"] and said["nonce"] and said["state"] and said["jti"]


def test_an_assertion_is_new_each_time_and_good_for_a_minute() -> None:
    """SEC-48: Authlib alone would make it good for an hour and use the first `jti` again."""
    (key,) = own_keys([pem(CURVE)])
    made = wire.wire(circuit=Circuit(), client_id="us", key=key, audience="https://b.test", at=NOW)
    auth = made.client_auth("private_key_jwt")
    seen = set()
    for _ in range(3):
        _, _, body = auth.auth_method(auth, "POST", "https://b.test/token", {}, "a=b")
        fields = parse_qs(body)
        token = jwt.decode(fields["client_assertion"][0], ECKey.import_key(pem(CURVE)), algorithms=["ES256"])
        assert token.header["kid"] == key.kid
        assert (token.claims["iss"], token.claims["sub"], token.claims["aud"]) == ("us", "us", "https://b.test")
        assert token.claims["exp"] - token.claims["iat"] == 60
        assert token.claims["iat"] == int(NOW.timestamp())
        seen.add(token.claims["jti"])
    assert len(seen) == 3


@pytest.mark.parametrize("form", [PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL])
def test_keys_of_both_kinds_are_known_by_their_names(form: PrivateFormat) -> None:
    """SEC-48: the first signs, all are published, and no secret with them."""
    keys = own_keys([pem(CURVE, form), pem(PAIR, form)])
    assert [key.alg for key in keys] == ["ES256", "PS256"]
    told = published(keys)["keys"]
    assert [one["kid"] for one in told] == [key.kid for key in keys]
    assert not any({"d", "p", "q", "dp", "dq", "qi"} & set(one) for one in told)
    assert "private" not in repr(keys[0]).lower().replace("private=", "")


def test_a_key_that_is_too_weak_or_none_stops_the_start() -> None:
    """Annex A.3 no. 1: a configuration error shows at start-up and not at somebody's login."""
    weak = [
        "", "no key", pem(ec.generate_private_key(ec.SECP384R1())), pem(ed25519.Ed25519PrivateKey.generate()),
        pem(rsa.generate_private_key(65537, 1024)),
        CURVE.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(),
    ]  # fmt: skip
    for text in weak:
        with pytest.raises(ValueError, match="key"):
            own_keys([text])
    with pytest.raises(ValueError, match="none is configured"):
        own_keys([])
    with pytest.raises(ValueError, match="key"):
        MitIDLogin(name="b", issuer="https://b.test", client_id="us", keys=("-",), profile="idura")


EXPECTED = Expected("s", "n", "v", "https://us.test/back/", timedelta(hours=8))
AGES = st.integers(-200, 10 * 3600)


@settings(max_examples=100)
@given(AGES, st.sampled_from([timedelta(hours=8), timedelta(minutes=5)]))
def test_a_login_counts_exactly_as_long_as_was_asked(age: int, most: timedelta) -> None:
    """Annex A.3 no. 9: up to and with `max_age`, never from the future beyond the minute that clocks may differ."""
    claims = {"auth_time": int(NOW.timestamp()) - age}
    expected = Expected("s", "n", "v", "https://us.test/back/", most)
    counts = -60 <= age <= most.total_seconds() + 1
    if counts:
        assert checks.logged_in_at(claims, expected=expected, at=NOW) == NOW - timedelta(seconds=age)
    else:
        with pytest.raises(LoginRefused):
            checks.logged_in_at(claims, expected=expected, at=NOW)


@settings(max_examples=100)
@given(st.integers(-900, 900), st.integers(-900, 900))
def test_a_token_counts_within_its_own_times(issued: int, expires: int) -> None:
    """Annex A.3 no. 8: a minute of skew for `exp` and `iat`, ten minutes for its age."""
    now = int(NOW.timestamp())
    counts = expires > -60 and -600 <= issued <= 60
    try:
        checks.current({"iat": now + issued, "exp": now + expires}, at=NOW)
    except LoginRefused:
        assert not counts
    else:
        assert counts


@given(st.one_of(st.booleans(), st.text(), st.floats(), st.integers(), st.none(), st.lists(st.integers())))
def test_an_instant_is_a_positive_number_or_none(value: object) -> None:
    """SEC-44: whatever a claim holds, it is an instant of this age or nothing."""
    moment = checks.instant(value)
    assert moment is None or (not isinstance(value, bool) and 1970 <= moment.year <= 3000)
