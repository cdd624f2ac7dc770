"""What an operator may correct in the computed calendar: a table kept as data, with a version, read from JSON.

Source: BP-83 ("table editable by the operator, versioned"), U13 (a deadline overridden for a month), U14 (clock times
with the day they are valid from). Prices are no part of it: none is hard-coded anywhere.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from itertools import pairwise
from typing import Any, TypeVar

from betalingsservice.words import Words

K = TypeVar("K")
V = TypeVar("V")


class OverlayError(ValueError):
    """The table cannot be read; the message says where and why."""


@dataclass(frozen=True, slots=True)
class MonthOverride:
    """U13: published deadline days of one payment month, where they differ from the computed ones."""

    ordinary: date | None = None
    late: date | None = None


@dataclass(frozen=True, slots=True)
class ClockTimes:
    """U14: times of day in Copenhagen, valid from a day on.

    `warning`: from then on the deadline day a sender is warned; `ordinary` and `late`: collections must be in before;
    `mandate`: 0605 deliveries received until then count the same day; `refusal`: the debtor's last moment.
    """

    valid_from: date = date.min
    warning: time = time(9)
    ordinary: time = time(11)
    late: time = time(9)
    mandate: time = time(17, 30)
    refusal: time = time(16)


@dataclass(frozen=True)
class Overlay:
    """Corrections to the computed calendar. `open` wins over `closed`; months are (year, month) of payment."""

    version: str = "computed"
    closed: Mapping[date, Words] = field(default_factory=dict)
    open: frozenset[date] = frozenset()
    months: Mapping[tuple[int, int], MonthOverride] = field(default_factory=dict)
    times: tuple[ClockTimes, ...] = (ClockTimes(),)

    def __post_init__(self) -> None:
        if not self.times or self.times[0].valid_from != date.min:
            raise OverlayError("times: the first entry is valid from the beginning and names no day")
        if any(later.valid_from <= earlier.valid_from for earlier, later in pairwise(self.times)):
            raise OverlayError("times: each entry is valid from a later day than the one before")

    def times_on(self, day: date) -> ClockTimes:
        """The clock times that are valid on a day."""
        return next(times for times in reversed(self.times) if times.valid_from <= day)


def read_overlay(text: str) -> Overlay:
    """The overlay that a JSON text holds, in the form `write_overlay` writes. Raises OverlayError."""
    try:
        table = json.loads(text)
    except ValueError as error:
        raise OverlayError(f"not JSON: {error}") from None
    known = {"version", "closed", "open", "months", "times"}
    if not isinstance(table, dict) or not isinstance(table.get("version"), str) or not set(table) <= known:
        raise OverlayError(f"an object with a version and at most {', '.join(sorted(known))} is expected")
    return Overlay(
        version=table["version"],
        closed=_pairs(table, "closed", key=date.fromisoformat, value=_words),
        open=frozenset(_each("open", table.get("open", []), date.fromisoformat)),
        months=_pairs(table, "months", key=_month, value=_override),
        times=tuple(_each("times", table.get("times", [{}]), _times)),
    )


def write_overlay(overlay: Overlay) -> str:
    """The overlay as a JSON text that `read_overlay` reads; every day and time in ISO 8601."""
    table = {
        "version": overlay.version,
        "closed": {day.isoformat(): name._asdict() for day, name in sorted(overlay.closed.items())},
        "open": [day.isoformat() for day in sorted(overlay.open)],
        "months": {f"{year}-{month:02}": _days(override) for (year, month), override in sorted(overlay.months.items())},
        "times": [_written_times(times) for times in overlay.times],
    }
    return json.dumps(table, indent=2, ensure_ascii=False) + "\n"


def _days(override: MonthOverride) -> dict[str, str]:
    days = {"ordinary": override.ordinary, "late": override.late}
    return {name: day.isoformat() for name, day in days.items() if day is not None}


def _written_times(times: ClockTimes) -> dict[str, str]:
    written = {name: getattr(times, name).isoformat() for name in _TIMES}
    return written if times.valid_from == date.min else {"valid_from": times.valid_from.isoformat()} | written


_TIMES = ("warning", "ordinary", "late", "mandate", "refusal")


def _month(text: str) -> tuple[int, int]:
    first = date.fromisoformat(f"{text}-01")
    return first.year, first.month


def _words(value: dict[str, str]) -> Words:
    return Words(**{language: str(word) for language, word in value.items()})


def _override(value: dict[str, str]) -> MonthOverride:
    return MonthOverride(**{name: date.fromisoformat(day) for name, day in value.items()})


def _times(value: dict[str, str]) -> ClockTimes:
    given = {name: time.fromisoformat(text) for name, text in value.items() if name != "valid_from"}
    if any(moment.tzinfo for moment in given.values()):
        raise ValueError("times are Copenhagen's and carry no zone")
    return ClockTimes(valid_from=date.fromisoformat(value.get("valid_from", date.min.isoformat())), **given)


def _pairs(table: dict[str, Any], name: str, *, key: Callable[[str], K], value: Callable[[Any], V]) -> Mapping[K, V]:
    given = table.get(name, {})
    if not isinstance(given, dict):
        raise OverlayError(f"{name}: an object is expected")
    return dict(_each(name, given.items(), lambda pair: (key(pair[0]), value(pair[1]))))


def _each(name: str, items: Iterable[Any], read: Callable[[Any], V]) -> list[V]:
    if not isinstance(items, Iterable):
        raise OverlayError(f"{name}: a list is expected")
    found = []
    for item in items:
        try:
            found.append(read(item))
        except (TypeError, ValueError, AttributeError) as error:
            raise OverlayError(f"{name}: {item!r}: {error}") from None
    return found
