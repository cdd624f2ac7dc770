"""The demo's clock: the machine's, and a number of seconds ahead of it that stands in a file every process reads.

It only moves forward: invoices, once issued, are final, and none may be dated after the present day. The file is read
on every call. A copy kept even for a second would let a job, woken by the move, still work at the old time.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings


@dataclass(frozen=True)
class State:
    """How far the demo is ahead of the machine, and the demo's instant at which the last move arrived."""

    ahead: timedelta
    arrived_at: datetime | None


AT_HOME: Final = State(timedelta(), None)


def state() -> State:
    """The present state; `AT_HOME` when the clock was never moved."""
    try:
        kept = json.loads(_file().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return AT_HOME
    return State(timedelta(seconds=kept["seconds_ahead"]), datetime.fromisoformat(kept["arrived_at"]))


def now() -> datetime:
    """The demo's present instant, in UTC."""
    return real() + state().ahead


def real() -> datetime:
    """The machine's present instant, in UTC."""
    return datetime.now(UTC)


def move_to(instant: datetime) -> None:
    """Let it be this instant now, in every process. Raises ValueError for one that is past."""
    present = real()
    if instant <= present + state().ahead:
        raise ValueError("the demo's clock only moves forward")
    # Rounded up, so that it is never a moment earlier than what was asked for.
    seconds = int((instant - present).total_seconds()) + 1
    path = _file()
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"clock-{secrets.token_hex(4)}.new")
    kept = {"seconds_ahead": seconds, "arrived_at": instant.astimezone(UTC).isoformat()}
    beside.write_text(json.dumps(kept), encoding="utf-8")
    beside.replace(path)


def go_home() -> None:
    """Back to the machine's time. Only where nothing stands in the book at a later one (`journey.may_go_home`)."""
    _file().unlink(missing_ok=True)


def _file() -> Path:
    return Path(settings.VAR_DIR) / "clock.json"
