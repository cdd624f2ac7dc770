"""When a message is tried again, and when an endpoint has failed for too long (issue 7: three days; SEC-74). Pure.

fenerum-api.md says eight times over 24 hours; the issue asks for three days, so there are ten tries over 72 hours.
"""

from datetime import datetime, timedelta
from typing import Final

#: After the first try: growing, and 72 hours together.
GAPS: Final = (
    timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=3),
    timedelta(hours=6), timedelta(hours=12), timedelta(hours=20), timedelta(hours=29, minutes=39),
)  # fmt: skip
TRIES: Final = len(GAPS) + 1
#: From the first try to the last.
LASTS: Final = sum(GAPS, timedelta())
#: What a try may take at most, and some: then the worker that made it is taken for dead.
LEASE: Final = timedelta(seconds=60)
#: A receiver that does not answer at all is asked with one message at a time, after growing rests.
FIRST_REST: Final = timedelta(seconds=30)
LONGEST_REST: Final = timedelta(minutes=15)
#: An endpoint is switched off when nothing came there for so long, in at least so many tries.
OFF_AFTER: Final = timedelta(days=7)
OFF_TRIES: Final = 10
#: At once at one host (SEC-72).
AT_ONCE: Final = 2
#: How long bodies, and rows, are kept (SEC-74).
BODIES_KEPT: Final = timedelta(days=30)
ROWS_KEPT: Final = timedelta(days=180)


def next_try(*, tries: int, at: datetime) -> datetime | None:
    """When it is tried again after so many tries; None after the last one."""
    return at + GAPS[tries - 1] if tries < TRIES else None


def rests_until(*, failures: int, at: datetime) -> datetime:
    """Until when a receiver is left alone that did not answer so many times in a row."""
    doubled: int = 2 ** min(failures - 1, 10)
    return at + min(FIRST_REST * doubled, LONGEST_REST)


def is_over(*, created_at: datetime, at: datetime) -> bool:
    """Whether a message is given up that has waited this long for a receiver that does not answer."""
    return at - created_at >= LASTS


def is_long_failure(*, failed_first_at: datetime | None, failures: int, at: datetime) -> bool:
    """Whether an endpoint is switched off, with notice."""
    return failed_first_at is not None and failures >= OFF_TRIES and at - failed_first_at >= OFF_AFTER


def outcome(*, status: int) -> str:
    """The code of an answer: empty for any 2xx, which acknowledges."""
    if 200 <= status < 300:
        return ""
    if 300 <= status < 400:
        return "redirect"
    if status in (401, 403):
        return "refused"
    return "broken" if status >= 500 or status in (408, 429) else "unwanted"


def is_silent(*, code: str) -> bool:
    """Whether the receiver as a whole is in trouble, and not this one message unwanted (404, 422)."""
    return code not in ("", "unwanted")
