"""The portal as the stand-in knows it: one client, one key, one way back, and its requests read strictly."""

import hashlib
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qs

from django.conf import settings

from selvbetjening.domain.identity.queries import brokers
from selvbetjening.kernel.tokens import equal
from selvbetjening.portals.sandbox.gateways.exchange import Request
from selvbetjening.portals.sandbox.mitid.compact import Key, encoded
from selvbetjening.portals.sandbox.mitid.people import CLIENT_ID, client_key, provider_key
from selvbetjening.portals.sandbox.mitid.state import State

_ASSERTION: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_NEEDED: Final = ("redirect_uri", "scope", "state", "nonce", "code_challenge", "max_age")


class Refused(Exception):
    """Not as OpenID Connect wants it; `code` is OAuth's word for it."""

    def __init__(self, code: str, says: str) -> None:
        super().__init__(says)
        self.code, self.says = code, says


def keys() -> tuple[Key, Key]:
    """The stand-in's own key, and the portal's, whose public half is what it was told at registration."""
    return Key(provider_key(settings.SECRET_KEY)), Key(client_key(settings.SECRET_KEY))


def sent(request: Request) -> dict[str, str]:
    """The fields of a form or a query; one that comes twice is refused."""
    text = request.body.decode("utf-8", "replace") if request.method == "POST" else request.query
    found = parse_qs(text, keep_blank_values=True, max_num_fields=60)
    if any(len(values) > 1 for values in found.values()):
        raise Refused("invalid_request", "a parameter came twice")
    return {name: values[0] for name, values in found.items()}


def prove(fields: Mapping[str, str], *, state: State, portal: Key, audiences: tuple[str, ...]) -> None:
    """Is it the portal that asks? Raises `Refused` unless a new, short-lived signature of its key says so (SEC-48)."""
    if fields.get("client_assertion_type") != _ASSERTION:
        raise Refused("invalid_client", "private_key_jwt is wanted")
    try:
        claims = portal.read(fields.get("client_assertion", ""))
    except ValueError:
        raise Refused("invalid_client", "the signature is not the client's") from None
    now, expires = state.now(), claims.get("exp")
    if claims.get("iss") != CLIENT_ID or claims.get("sub") != CLIENT_ID or claims.get("aud") not in audiences:
        raise Refused("invalid_client", "the assertion is of somebody else or for somebody else")
    if not isinstance(expires, int) or not now - 5 < expires <= now + 65:
        raise Refused("invalid_client", "the assertion must be good for a minute")
    jti = claims.get("jti")
    if not isinstance(jti, str) or not jti or state.find("jti", jti):
        raise Refused("invalid_client", "the assertion was used before")
    state.keep("jti", what=True, name=jti)


def check_request(fields: Mapping[str, str]) -> None:
    """Is this a request that may be shown to a person? Raises `Refused`."""
    if fields.get("client_id") != CLIENT_ID:
        raise Refused("unauthorized_client", "no such client")
    if fields.get("redirect_uri") not in {brokers.callback_url(broker=name) for name in brokers.names()}:
        raise Refused("invalid_request", "no such way back")
    if fields.get("response_type") != "code" or fields.get("code_challenge_method") != "S256":
        raise Refused("invalid_request", "code flow with PKCE S256 is wanted")
    if missing := [name for name in _NEEDED if not fields.get(name)]:
        raise Refused("invalid_request", f"missing: {', '.join(missing)}")
    if "openid" not in fields["scope"].split() or not fields["max_age"].isdigit():
        raise Refused("invalid_request", "scope openid and a number of seconds are wanted")


def fits(verifier: str, challenge: str) -> bool:
    """PKCE: whether this verifier is behind the challenge."""
    return equal(encoded(hashlib.sha256(verifier.encode()).digest()), challenge)
