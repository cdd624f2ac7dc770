"""The demo's clock: the machine's, and a number of seconds ahead of it that stands in a file both web and worker read.

It only ever moves forward: invoices, once issued, are final, and none may be dated after the present day.
"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings


def _file() -> Path:
    return Path(settings.VAR_DIR) / "clock.json"


def ahead() -> timedelta:
    """How far the demo's time is ahead of the machine's; nothing when it was never moved."""
    try:
        return timedelta(seconds=int(json.loads(_file().read_text(encoding="utf-8"))["seconds_ahead"]))
    except FileNotFoundError:
        return timedelta()


def now() -> datetime:
    """The demo's present instant, in UTC."""
    return datetime.now(UTC) + ahead()


def move_to(instant: datetime) -> None:
    """Let it be this instant now. Raises ValueError for one that is past."""
    if instant < now():
        raise ValueError("the demo's clock only moves forward")
    path = _file()
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    seconds = int((instant - datetime.now(UTC)).total_seconds()) + 1
    beside.write_text(json.dumps({"seconds_ahead": seconds}), encoding="utf-8")
    beside.replace(path)
