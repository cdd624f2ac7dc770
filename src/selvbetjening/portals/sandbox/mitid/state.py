"""What the stand-in remembers: requests under way, codes, logins. In memory, for ten minutes; nothing is worth more."""

import threading
from dataclasses import dataclass, field
from typing import Any, Final

from selvbetjening.kernel import clock, tokens

LASTS: Final = 600.0
"""Seconds that a request, a code or an access token is good for."""
_MOST: Final = 2_000


@dataclass
class Login:
    """Somebody has logged in: what the token will say, and who may fetch it."""

    claims: dict[str, Any]
    userinfo: dict[str, Any]
    redirect_uri: str
    challenge: str


@dataclass
class Kept:
    """One thing under a secret name, until an instant of the stand-in's clock."""

    until: float
    what: Any


@dataclass
class State:
    """Holds it, guarded by one lock. What is taken is gone."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    tables: dict[str, dict[str, Kept]] = field(default_factory=dict)
    last: tuple[str, str] = ("", "")
    """Who logged in last, for which company: whoever is asked to confirm it is offered as herself again."""
    sessions: dict[str, str] = field(default_factory=dict)
    """Broker sessions by their number, and whose they are: a logout is told to the portal."""

    def now(self) -> float:
        """Unix seconds of the demo's clock, which the portal reads, too."""
        return clock.now().timestamp()

    def keep(self, table: str, what: Any, *, name: str = "") -> str:
        """Keep it for ten minutes and return the name that it is found by."""
        secret = name or tokens.new_token()
        with self.lock:
            rows = self.tables.setdefault(table, {})
            for gone in [key for key, row in rows.items() if row.until <= self.now()] + list(rows)[: len(rows) - _MOST]:
                rows.pop(gone, None)
            rows[secret] = Kept(self.now() + LASTS, what)
        return secret

    def find(self, table: str, name: str) -> Any:
        """What was kept under this name, or None."""
        with self.lock:
            row = self.tables.get(table, {}).get(name)
            return row.what if row is not None and row.until > self.now() else None

    def take(self, table: str, name: str) -> Any:
        """The same, once."""
        with self.lock:
            found = self.find(table, name)
            self.tables.get(table, {}).pop(name, None)
            return found
