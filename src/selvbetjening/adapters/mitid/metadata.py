"""What a broker says of itself: fetched, checked, remembered an hour, and the last good copy a day (SEC-49)."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from selvbetjening.domain.identity.ports import LoginUnreached

FRESH_FOR: Final = 3600.0
GOOD_FOR: Final = 24 * 3600.0
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost"})


@dataclass(frozen=True, slots=True)
class Metadata:
    """The addresses of a broker, each of them checked, and what it offers."""

    authorization: str
    token: str
    keys: str
    userinfo: str = ""
    pushed: str = ""
    end_session: str = ""
    says_issuer: bool = False
    takes_requests: bool = False


@dataclass(frozen=True, slots=True)
class Trusted:
    """The configured issuer, and the hosts that its addresses may be at; plain HTTP on this machine only (demo)."""

    issuer: str
    hosts: frozenset[str]
    on_this_machine: bool = False

    def check(self, metadata: Mapping[str, Any]) -> Metadata:
        """What may be used of it. Raises `LoginUnreached`: metadata of somebody else are no metadata."""
        if metadata.get("issuer") != self.issuer:
            raise LoginUnreached("metadata_issuer")
        for name, ours in (("token_endpoint_auth_methods_supported", "private_key_jwt"),
                           ("code_challenge_methods_supported", "S256")):  # fmt: skip
            offered = metadata.get(name)
            if isinstance(offered, list) and ours not in offered:
                raise LoginUnreached(f"metadata_no_{ours.lower()}")
        return Metadata(
            authorization=self._address(metadata, "authorization_endpoint"),
            token=self._address(metadata, "token_endpoint"),
            keys=self._address(metadata, "jwks_uri"),
            userinfo=self._address(metadata, "userinfo_endpoint", needed=False),
            pushed=self._address(metadata, "pushed_authorization_request_endpoint", needed=False),
            end_session=self._address(metadata, "end_session_endpoint", needed=False),
            says_issuer=metadata.get("authorization_response_iss_parameter_supported") is True,
            takes_requests=metadata.get("request_parameter_supported") is True,
        )

    def _address(self, metadata: Mapping[str, Any], name: str, *, needed: bool = True) -> str:
        value = metadata.get(name)
        if value is None and not needed:
            return ""
        if not isinstance(value, str) or not self._is_trusted(value):
            raise LoginUnreached(f"metadata_{name.partition('_')[0]}")
        return value

    def _is_trusted(self, address: str) -> bool:
        try:
            parts = urlsplit(address)
            plain = self.on_this_machine and parts.scheme == "http" and parts.hostname in _LOOPBACK
            return (
                (parts.scheme == "https" or plain)
                and (parts.hostname or "") in self.hosts
                and not (parts.username or parts.password or parts.fragment)
            )
        except ValueError:
            return False


def trusted(*, issuer: str, hosts: tuple[str, ...], on_this_machine: bool) -> Trusted:
    """The issuer's own host and those named beside it."""
    own = urlsplit(issuer).hostname or ""
    return Trusted(issuer, frozenset({own, *(host.lower() for host in hosts)}), on_this_machine)


class Remembered:
    """The metadata of one broker in one process. `fetch` asks for them; `clock` counts seconds."""

    def __init__(
        self, trust: Trusted, fetch: Callable[[], Mapping[str, Any]], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._trust, self._fetch, self._clock = trust, fetch, clock
        self._lock = threading.Lock()
        self._good: tuple[float, Metadata] | None = None

    def get(self) -> Metadata:
        """A copy of at most an hour; where no new one is to be had, the last good one of at most a day.

        Raises `LoginUnreached`.
        """
        with self._lock:
            good = self._good
            if good is not None and self._clock() - good[0] < FRESH_FOR:
                return good[1]
            try:
                found = self._trust.check(self._fetch())
            except LoginUnreached:
                if good is not None and self._clock() - good[0] < GOOD_FOR:
                    return good[1]
                raise
            self._good = (self._clock(), found)
            return found
