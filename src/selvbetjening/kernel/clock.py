"""The clock: the only place where the product asks what time it is.

May be called by portals, `schedule.py` and commands. Everything below them takes `at` or `today` as an argument,
so that a decision can be repeated, tested and explained years later. The demo and the tests set their own source.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime

from selvbetjening.kernel.days import copenhagen_day

Source = Callable[[], datetime]


def _system() -> datetime:
    return datetime.now(UTC)


class _Clock:
    source: Source = staticmethod(_system)


def now() -> datetime:
    """The present instant, aware, in UTC. Raises ValueError when a set source answers with a naive one."""
    instant = _Clock.source()
    if instant.utcoffset() is None:
        raise ValueError("the clock must know its time zone")
    return instant.astimezone(UTC)


def today() -> date:
    """The present day in Copenhagen."""
    return copenhagen_day(now())


def set_source(source: Source) -> None:
    """Let `source` tell the time in this process until `reset` (demo and tests only)."""
    _Clock.source = staticmethod(source)


def reset() -> None:
    """Go back to the system's clock."""
    set_source(_system)
