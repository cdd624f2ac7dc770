"""How many may come at once, and who has failed too often (SEC-94, SEC-95, SEC-96, annex C.6, security.md 5.2)."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from random import SystemRandom
from typing import Final

_RANDOM: Final = SystemRandom()
UNKNOWN_USER, WRONG_KEY, LIMIT_HIT = 2, 1, 3
_SPAN, _BAN, _BANNED_AT = 30 * 60.0, 30 * 60.0, 15


@dataclass(frozen=True)
class Limits:
    """Defaults of annex C.6 and SEC-95; seconds and bytes."""

    unauthenticated: int = 50
    drop_from: int = 30
    per_address: int = 20
    per_user: int = 5
    total: int = 500
    channels: int = 10
    total_channels: int = 600
    handles: int = 100
    tries: int = 6
    idle: float = 30 * 60.0
    in_flight: int = 256 << 20
    failure_delay: float = 0.25
    bans: bool = True


class Bans:
    """Addresses that failed too often, by points in half an hour; each ban is half as long again as the last one."""

    def __init__(self) -> None:
        self._points: dict[str, list[tuple[float, int]]] = defaultdict(list)
        self._until: dict[str, float] = {}
        self._times: Counter[str] = Counter()

    def score(self, address: str, points: int, *, now: float) -> None:
        """Note a failure. A connection without any login scores nothing."""
        recent = [each for each in self._points[address] if each[0] > now - _SPAN] + [(now, points)]
        self._points[address] = recent
        if sum(each[1] for each in recent) >= _BANNED_AT:
            self._until[address] = now + _BAN * 1.5 ** self._times[address]
            self._times[address] += 1
            del self._points[address]

    def left(self, address: str, *, now: float) -> float:
        """Seconds until the address is let in again, 0 where it is."""
        return max(0.0, self._until.get(address, 0.0) - now)

    def is_banned(self, address: str, *, now: float) -> bool:
        return self._until.get(address, 0.0) > now

    def forget(self, *, now: float) -> None:
        """Let go of what counts no more, so that strangers cannot fill the memory."""
        for address in [each for each, found in self._points.items() if found[-1][0] <= now - _SPAN]:
            del self._points[address]
        for address in [each for each, until in self._until.items() if until <= now - 24 * 3600]:
            del self._until[address]
            del self._times[address]


class Counts:
    """Who is connected now."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.unauthenticated = self.total = self.channels = self.in_flight = 0
        self.addresses: Counter[str] = Counter()
        self.users: Counter[str] = Counter()

    def may_connect(self, address: str) -> bool:
        """Before a word is spoken. From `drop_from` on, strangers are dropped at random, more and more of them."""
        limits = self.limits
        if self.total >= limits.total or self.addresses[address] >= limits.per_address:
            return False
        if self.unauthenticated < limits.drop_from:
            return True
        room = limits.unauthenticated - self.unauthenticated
        return room > 0 and _RANDOM.random() < room / (limits.unauthenticated - limits.drop_from)

    def may_open_channel(self, channels: int) -> bool:
        limits = self.limits
        return (
            channels < limits.channels and self.channels < limits.total_channels and self.in_flight < limits.in_flight
        )

    def connected(self, address: str) -> None:
        self.total += 1
        self.unauthenticated += 1
        self.addresses[address] += 1

    def logged_in(self, user: str) -> bool:
        """Whether this user may have one more connection."""
        self.unauthenticated -= 1
        self.users[user] += 1
        return self.users[user] <= self.limits.per_user

    def gone(self, address: str, user: str) -> None:
        self.total -= 1
        self.addresses[address] -= 1
        if not self.addresses[address]:
            del self.addresses[address]
        if not user:
            self.unauthenticated -= 1
            return
        self.users[user] -= 1
        if not self.users[user]:
            del self.users[user]
