"""The demo's clock: the machine's, and a number of seconds ahead of it that stands in a file every process reads.

It only moves forward: invoices, once issued, are final, and none may be dated after the present day. The file is read
on every call. A copy kept even for a second would let a job, woken by the move, still work at the old time.

A journey goes day by day to its goal (`journey`), so the goal stands in the file, too: whoever is killed on the way is
followed by another who goes on from there.
"""

import json
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

from selvbetjening.kernel.days import COPENHAGEN

#: The longest journey that one press begins: each day of it is worked through.
LONGEST: Final = timedelta(days=40)


@dataclass(frozen=True)
class State:
    """How far the demo is ahead of the machine, the demo's instant at which the last journey began, and its goal.

    The goal is None when the journey is over.
    """

    ahead: timedelta
    set_out_at: datetime | None
    goal: datetime | None = None


_INSTANTS: Final = ("set_out_at", "goal")
AT_HOME: Final = State(timedelta(), None)


def state() -> State:
    """The present state; `AT_HOME` when the clock was never moved."""
    try:
        kept = json.loads(_file().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return AT_HOME
    # An older demo's file knows neither instant.
    set_out_at, goal = (datetime.fromisoformat(kept[name]) if kept.get(name) else None for name in _INSTANTS)
    return State(timedelta(seconds=kept["seconds_ahead"]), set_out_at, goal)


def now() -> datetime:
    """The demo's present instant, in UTC."""
    return real() + state().ahead


def real() -> datetime:
    """The machine's present instant, in UTC."""
    return datetime.now(UTC)


def set_out(goal: datetime) -> None:
    """Begin a journey to this instant. Raises ValueError for one that is past, too far, or while one is under way."""
    here, present = state(), now()
    if here.goal:
        raise ValueError("the demo's clock is under way")
    if not present < goal <= present + LONGEST:
        raise ValueError(f"the demo's clock only moves forward, and {LONGEST.days} days at most")
    _keep(State(here.ahead, present, goal))


def next_day() -> bool:
    """Let it be the next Copenhagen day, at the goal's hour; at the goal, end the journey and return False."""
    here, present = state(), now()
    if here.goal is None or present >= here.goal:
        _keep(replace(here, goal=None))
        return False
    there = here.goal.astimezone(COPENHAGEN)
    tomorrow = present.astimezone(COPENHAGEN).date() + timedelta(days=1)
    instant = min(datetime.combine(tomorrow, there.time(), tzinfo=COPENHAGEN), there)
    # Rounded up, so that it is never a moment earlier than what was asked for.
    _keep(replace(here, ahead=timedelta(seconds=int((instant - real()).total_seconds()) + 1)))
    return True


def go_home() -> None:
    """Back to the machine's time. Only where nothing stands in the book at a later one (`journey.may_go_home`)."""
    _file().unlink(missing_ok=True)


def _keep(state: State) -> None:
    path = _file()
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"clock-{secrets.token_hex(4)}.new")
    instants = zip(_INSTANTS, (state.set_out_at, state.goal), strict=True)
    kept: dict[str, object] = {name: instant and instant.astimezone(UTC).isoformat() for name, instant in instants}
    kept["seconds_ahead"] = int(state.ahead.total_seconds())
    beside.write_text(json.dumps(kept), encoding="utf-8")
    beside.replace(path)


def _file() -> Path:
    return Path(settings.VAR_DIR) / "clock.json"
