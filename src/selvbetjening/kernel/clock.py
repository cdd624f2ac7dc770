"""The clock: the only place where the product asks what time it is.

May be called by portals, `schedule.py` and commands. Everything below them takes `at` or `today` as an argument,
so that a decision can be repeated, tested and explained years later. The demo and the tests set their own source.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

from selvbetjening.kernel.days import copenhagen_day

Source = Callable[[], datetime]


def _system() -> datetime:
    return datetime.now(UTC)


class _Clock:
    source: Source = staticmethod(_system)


#: Where the work of this thread stands that looks ahead; None in all other work.
_AHEAD: ContextVar[datetime | None] = ContextVar("ahead", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC. Raises ValueError when a set source answers with a naive one."""
    instant = _AHEAD.get() or _Clock.source()
    if instant.utcoffset() is None:
        raise ValueError("the clock must know its time zone")
    return instant.astimezone(UTC)


def today() -> date:
    """The present day in Copenhagen."""
    return copenhagen_day(now())


@contextmanager
def own_time() -> Iterator[None]:
    """Whatever `look_from` sets inside ends with it."""
    token = _AHEAD.set(_AHEAD.get())
    try:
        yield
    finally:
        _AHEAD.reset(token)


def look_from(instant: datetime) -> None:
    """Let this work, and no other, take this for the present. Only inside `own_time`, and where nothing is kept."""
    _AHEAD.set(instant)


def set_source(source: Source) -> None:
    """Let `source` tell the time in this process until `reset` (demo and tests only)."""
    _Clock.source = staticmethod(source)


def reset() -> None:
    """Go back to the system's clock."""
    set_source(_system)
