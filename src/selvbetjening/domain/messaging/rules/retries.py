"""When a mail that was not taken is tried again."""

from datetime import datetime, timedelta
from typing import Final

#: Waits after the first, second … failed try: eight tries within about a day, then it is `failed` and people see it.
WAITS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 3, 10, 30, 120, 360, 720))
TRIES: Final = len(WAITS) + 1

#: Who claims a mail has this long to post it; after that a sweep may give it to another worker.
CLAIM: Final = timedelta(minutes=5)

#: How long a due mail waits for its own job before the sweep takes it up.
PATIENCE: Final = timedelta(minutes=2)


def next_try(*, tries: int, at: datetime) -> datetime | None:
    """When to try again after `tries` failed tries, or None when it was the last one."""
    return at + WAITS[tries - 1] if 1 <= tries <= len(WAITS) else None
