"""The keys that a broker signs with: remembered, and asked for once more when a token names one we do not know."""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey, import_key

from selvbetjening.domain.identity.ports import LoginRefused

FRESH_FOR: Final = 3600.0
AGAIN_AFTER: Final = 60.0
"""Seconds between two askings for a key that is not there: strangers' tokens must not make us ask (annex A.3 no. 6)."""
LARGEST_SET: Final = 50
_KINDS: Final[Mapping[str, str]] = {"ES256": "EC", "PS256": "RSA", "RS256": "RSA"}
_LEAST_BITS: Final = 2048


class BrokerKeys:
    """One broker's, in one process. `fetch` asks for its key set; `clock` counts seconds."""

    def __init__(self, fetch: Callable[[], Mapping[str, Any]], clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch, self._clock = fetch, clock
        self._lock = threading.Lock()
        self._known: list[Mapping[str, Any]] = []
        self._asked_at: float | None = None

    def find(self, *, kid: str | None, alg: str) -> ECKey | RSAKey:
        """The one key of this name that fits the algorithm. Raises `LoginRefused`, and `LoginUnreached` without any."""
        with self._lock:
            if self._asked_at is None or self._clock() - self._asked_at >= FRESH_FOR:
                self._ask()
            found = self._fitting(kid, alg)
            if not found and self._asked_at is not None and self._clock() - self._asked_at >= AGAIN_AFTER:
                self._ask()
                found = self._fitting(kid, alg)
        if not found:
            raise LoginRefused("LOGIN-04", "unknown_key")
        if len(found) > 1:
            raise LoginRefused("LOGIN-04", "ambiguous_key")
        return found[0]

    def _ask(self) -> None:
        """A new set in the place of the old one; a broker that does not answer leaves the old one for an hour."""
        try:
            told = self._fetch().get("keys")
        except LoginRefused:
            if not self._known or self._asked_at is None:
                raise
            self._asked_at = self._clock()
            return
        keys = told if isinstance(told, list) else []
        self._known = [key for key in keys[:LARGEST_SET] if isinstance(key, dict)]
        self._asked_at = self._clock()

    def _fitting(self, kid: str | None, alg: str) -> list[ECKey | RSAKey]:
        fitting = [
            key
            for key in self._known
            if key.get("kty") == _KINDS[alg]
            and key.get("use", "sig") == "sig"
            and key.get("alg", alg) == alg
            and (kid is None or key.get("kid") == kid)
        ]
        return [key for key in map(_read, fitting) if key is not None]


def _read(key: Mapping[str, Any]) -> ECKey | RSAKey | None:
    """The public key, if it is one of ours to use: P-256, or RSA of 2048 bits or more."""
    public = {name: value for name, value in key.items() if name in {"kty", "crv", "x", "y", "n", "e"}}
    try:
        found = import_key(public)
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    if isinstance(found, ECKey):
        return found if found.curve_name == "P-256" else None
    if isinstance(found, RSAKey):
        return found if found.raw_value.key_size >= _LEAST_BITS else None
    return None
