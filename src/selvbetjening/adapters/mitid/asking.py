"""What is asked of a broker when somebody is to log in (annex A.3 no. 1)."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from authlib.oauth2.rfc7636 import create_s256_code_challenge

from selvbetjening.adapters.mitid.metadata import Metadata
from selvbetjening.adapters.mitid.own_keys import OwnKey
from selvbetjening.adapters.mitid.profiles import Profile
from selvbetjening.adapters.mitid.wire import ASSERTION_LASTS, Wire, object_of
from selvbetjening.domain.identity.ports import LoginUnreached
from selvbetjening.kernel.tokens import new_token

_LOCALES: Final = {"da": "da en", "en": "en da"}


def secrets_of_login() -> tuple[str, str, str]:
    """State, nonce and PKCE verifier: 256 random bits each."""
    return new_token(), new_token(), secrets.token_urlsafe(48)


def parameters(
    *, client_id: str, redirect_uri: str, profile: Profile, state: str, nonce: str, verifier: str, max_age: timedelta,
    afresh: bool, language: str, private: bool, text: str,
) -> dict[str, str]:  # fmt: skip
    """The authorization request. `max_age` is always there, so that the moment of the login must come back."""
    asked = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": redirect_uri,
        "scope": profile.scope,
        "state": state,
        "nonce": nonce,
        "code_challenge": create_s256_code_challenge(verifier),
        "code_challenge_method": "S256",
        "ui_locales": _LOCALES.get(language, "da en"),
        "max_age": "0" if afresh else str(int(max_age.total_seconds())),
        **profile.request,
        **profile.ask(private=private, text=text),
    }
    return {**asked, "prompt": "login"} if afresh else asked


def pushed(wire: Wire, *, metadata: Metadata, asked: Mapping[str, str]) -> dict[str, str]:
    """Hand the request over behind the browser's back (RFC 9126); what is left for the browser to carry.

    Raises `LoginUnreached`: a broker that refuses our request is one that nobody can log in through.
    """
    came = wire.post(metadata.pushed, data=asked, auth=wire.client_auth("private_key_jwt"))
    if came.status_code not in (200, 201):
        raise LoginUnreached(f"pushed_http_{came.status_code}")
    reference = object_of(came.content).get("request_uri")
    if not isinstance(reference, str) or not 0 < len(reference) <= 1000:
        raise LoginUnreached("pushed_unreadable")
    return {"client_id": asked["client_id"], "request_uri": reference}


def signed(*, key: OwnKey, issuer: str, asked: Mapping[str, str], at: datetime) -> dict[str, str]:
    """The request as one signed token that nobody changes on the way (RFC 9101)."""
    now = int(at.timestamp())
    claims = {
        **asked, "iss": asked["client_id"], "aud": issuer, "iat": now, "nbf": now, "exp": now + ASSERTION_LASTS,
        "jti": new_token(),
    }  # fmt: skip
    token = key.signed(claims, typ="oauth-authz-req+jwt")
    # OpenID Connect wants these outside, too, and they must say the same there.
    outside = {name: asked[name] for name in ("client_id", "response_type", "scope")}
    return {**outside, "request": token}
