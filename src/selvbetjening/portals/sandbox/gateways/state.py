"""Everything the stand-ins know, in memory: accounts, their objects, what is due later, what was sent.

One lock guards all of it; whoever reads or writes holds it. Ids come from counters, so that the same calls give the
same ids. With a file the state outlives the process: it is written in one piece before the answer.
"""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from selvbetjening.kernel import clock
from selvbetjening.portals.sandbox.gateways.exchange import Data
from selvbetjening.portals.sandbox.gateways.merchants import Gateway, Merchant, account_id, new_merchant


@dataclass
class Row:
    """One object: whose it is, what its owner reads, and what only the stand-in knows."""

    merchant: str
    data: Data
    hidden: Data = field(default_factory=dict)


@dataclass
class Due:
    """Something that happens at an instant (Unix seconds of the stand-ins' clock) by itself."""

    at: float
    what: str
    about: str


@dataclass
class Notice:
    """A webhook on its way. `next_at` counts in Unix seconds of the machine: retries do not follow a moved clock."""

    id: str
    merchant: str
    about: str
    label: str
    body: str
    url: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    state: str = "waiting"
    attempts: int = 0
    next_at: float = 0.0
    answers: list[str] = field(default_factory=list)


@dataclass
class State:
    """Holds it; `clear` empties it."""

    file: Path | None = None
    lock: threading.RLock = field(default_factory=threading.RLock)
    ahead: float = 0.0
    merchants: dict[str, Merchant] = field(default_factory=dict)
    tables: dict[str, dict[str, Row]] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)
    due: list[Due] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    outcomes: dict[str, Data] = field(default_factory=dict)
    settings: Data = field(default_factory=dict)
    web_port: int | None = None
    """Where the demo's own hosts are served in this run."""
    happening: float | None = None
    """The instant that something due was due at, while it happens: what follows from it counts from there."""
    unsaved: bool = False
    quiet_until: float = 0.0
    running: set[str] = field(default_factory=set)
    """Idempotency keys whose first request is not answered yet; none survives the process."""

    def now(self) -> float:
        """The present instant of the stand-ins' own clock, in Unix seconds."""
        return self.stamp() + self.ahead

    def stamp(self) -> float:
        """The same without what was advanced: signatures carry it, for the receiver's clock was not advanced."""
        return clock.now().timestamp()

    def merchant(self, gateway: Gateway, api_key: str) -> Merchant:
        """The account of a key, made on first use."""
        name = account_id(gateway=gateway, api_key=api_key)
        return self.merchants.setdefault(name, new_merchant(gateway=gateway, api_key=api_key))

    def number(self, prefix: str) -> int:
        """The next number of a series."""
        self.counters[prefix] = self.counters.get(prefix, 0) + 1
        return self.counters[prefix]

    def new_id(self, prefix: str) -> str:
        """`cs_test_0001`, `cs_test_0002` …"""
        return f"{prefix}_{self.number(prefix):04d}"

    def add(self, table: str, id: str, row: Row) -> Row:
        """Keep a new object."""
        self.tables.setdefault(table, {})[id] = row
        return row

    def rows(self, table: str, merchant: str) -> dict[str, Row]:
        """An account's objects of a kind, oldest first."""
        return {id: row for id, row in self.tables.get(table, {}).items() if row.merchant == merchant}

    def find(self, table: str, id: str, merchant: str | None = None) -> Row | None:
        """One object; None when there is none or it is another account's."""
        row = self.tables.get(table, {}).get(id)
        return row if row is not None and merchant in (None, row.merchant) else None

    def later(self, seconds: float, what: str, about: str) -> None:
        """Let something happen after this many seconds."""
        begins = self.now() if self.happening is None else self.happening
        self.due.append(Due(begins + seconds, what, about))

    def take_due(self) -> list[Due]:
        """What is due by now, in its order; it is no longer waiting then."""
        present = self.now()
        ripe = sorted((one for one in self.due if one.at <= present), key=lambda one: one.at)
        self.due = [one for one in self.due if one.at > present]
        return ripe

    def clear(self) -> None:
        """Forget everything, accounts and settings too."""
        self.ahead = 0.0
        for kept in (self.merchants, self.tables, self.counters, self.due, self.notices, self.outcomes, self.settings):
            kept.clear()
        self.save()

    def save(self) -> None:
        """Write the state to its file, if it has one, before anybody is told; within a burst a moment later."""
        self.unsaved = self.file is not None
        self.save_rest()

    def save_rest(self, *, now: bool = False) -> None:
        """Write what a burst left unwritten, at most a tenth of the time, or `now`; readers never see half a file."""
        began = time.monotonic()
        if self.file is None or not self.unsaved or (began < self.quiet_until and not now):
            return
        kept = {name: _plain(getattr(self, name)) for name in _KEPT}
        kept["notices"] = [_plain(one) for one in self.notices if one.state == "waiting"]
        self.file.parent.mkdir(parents=True, exist_ok=True)
        beside = self.file.with_suffix(".new")
        beside.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        beside.replace(self.file)
        self.unsaved = False
        ended = time.monotonic()
        self.quiet_until = ended + 9 * (ended - began)

    def load(self) -> None:
        """Read the file, if there is one."""
        if self.file is None or not self.file.exists():
            return
        kept: Data = json.loads(self.file.read_text(encoding="utf-8"))
        for name, read in _KEPT.items():
            setattr(self, name, read(kept[name]))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return dict(vars(value)) if isinstance(value, Row | Due | Notice | Merchant) else value


_KEPT: dict[str, Callable[[Any], Any]] = {
    "ahead": float,
    "merchants": lambda kept: {key: Merchant(**one) for key, one in kept.items()},
    "tables": lambda kept: {name: {key: Row(**row) for key, row in rows.items()} for name, rows in kept.items()},
    "counters": dict,
    "due": lambda kept: [Due(**one) for one in kept],
    "notices": lambda kept: [Notice(**one) for one in kept],
    "outcomes": dict,
    "settings": dict,
}
