"""Requests to a broker: five seconds, a size, no redirect, and our signature instead of a password (SEC-49)."""

import json
import time
from datetime import datetime
from typing import Any, Final

import requests
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from urllib3.exceptions import HTTPError

from selvbetjening.adapters.mitid.circuit import Circuit
from selvbetjening.adapters.mitid.own_keys import OwnKey
from selvbetjening.domain.identity.ports import LoginUnreached

SECONDS: Final = 5.0
LARGEST: Final = 256_000
"""Bytes of any answer; a token is far smaller, and has its own limit."""
ASSERTION_LASTS: Final = 60
"""Seconds that a signature of ours is good for (SEC-48)."""
_PIECE: Final = 16_384


class Wire(OAuth2Session):  # type: ignore[misc]  # Authlib has no types
    """One login's requests. Its tokens go with it: nothing of it is kept (SEC-51)."""

    def __init__(self, circuit: Circuit, **options: Any) -> None:
        super().__init__(**options)
        self._circuit = circuit

    def request(self, method: str, url: str, **options: Any) -> requests.Response:
        """One request and its whole answer. Raises `LoginUnreached` for none, a failing, a slow or a huge one."""
        options.update(allow_redirects=False, timeout=SECONDS, stream=True)
        options.setdefault("withhold_token", True)
        began = time.monotonic()
        with self._circuit.asked():
            try:
                came: requests.Response = super().request(method, url, **options)
                came._content = _whole(came, began)
            except (requests.RequestException, HTTPError, OSError) as trouble:
                raise LoginUnreached("slow" if _is_slow(trouble) else "connection") from None
            if came.status_code >= 500:
                raise LoginUnreached(f"http_{came.status_code}")
        return came


def wire(*, circuit: Circuit, client_id: str, key: OwnKey, audience: str, at: datetime | None) -> Wire:
    """A connection on which we are known by a signature that is made anew for each request (SEC-48).

    `audience` is whom it is for: the broker's issuer, or its token endpoint. Without `at` nothing is signed.
    """
    made = Wire(
        circuit, client_id=client_id, client_secret=key.private, token_endpoint_auth_method="private_key_jwt",  # noqa: S106
        code_challenge_method="S256",
    )  # fmt: skip
    if at is not None:
        made.register_client_auth_method(_Signature(audience, key, at))
    return made


def read_json(came: requests.Response) -> dict[str, Any]:
    """The JSON object of an answer 200. Raises `LoginUnreached` for anything else."""
    if came.status_code != 200:
        raise LoginUnreached(f"http_{came.status_code}")
    return object_of(came.content)


def object_of(text: bytes) -> dict[str, Any]:
    """A JSON object. Raises `LoginUnreached` for anything else."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise LoginUnreached("unreadable")
    return found


class _Signature(PrivateKeyJWT):  # type: ignore[misc]  # Authlib has no types
    """Authlib's, but valid for a minute and not an hour, with a `jti` of each request's own."""

    def __init__(self, audience: str, key: OwnKey, at: datetime) -> None:
        super().__init__(token_endpoint=audience, headers=None, alg=key.alg)
        self._kid, self._now = key.kid, int(at.timestamp())

    def __call__(self, auth: Any, method: str, uri: str, headers: Any, body: Any) -> Any:
        # Authlib would write the first `jti` into the mapping it is given and use it again.
        self.claims = {"iat": self._now, "exp": self._now + ASSERTION_LASTS}
        self.headers = {"kid": self._kid}
        return super().__call__(auth, method, uri, headers, body)


def _whole(came: requests.Response, began: float) -> bytes:
    """What came, piece by piece: a broker that drips is given up after five seconds, one that floods at once."""
    pieces, size = [], 0
    while piece := came.raw.read1(_PIECE, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST:
            came.close()
            raise LoginUnreached("too_large")
        if time.monotonic() - began > SECONDS:
            came.close()
            raise LoginUnreached("slow")
    came.close()
    return b"".join(pieces)


def _is_slow(trouble: Exception) -> bool:
    return isinstance(trouble, requests.Timeout | TimeoutError) or "timed out" in str(trouble).lower()
