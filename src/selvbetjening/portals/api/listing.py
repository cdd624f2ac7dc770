"""A list: filtered, ordered, page by page (section 3). `next` is followed by place, not by count (T16).

The addresses of the neighbouring pages carry the last row's place in the order: rows that come or go meanwhile shift
nothing. `page` stands beside it for whoever counts.
"""

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import F, Field, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from selvbetjening.domain.organizations.queries import origin
from selvbetjening.portals.api.call import ApiRequest, Call
from selvbetjening.portals.api.errors import Problem, said
from selvbetjening.portals.api.filters import COMPARED, Filter, condition_of

DEFAULT: Final = 20
MOST: Final = 100
_RESERVED: Final = ("page", "page_size", "ordering", "cursor", "fields")
Present = Callable[[Call, list[Any]], Iterable[Any]]


@dataclass(frozen=True)
class Listing:
    """What a list can be asked. `ordering` names columns; `order` is the default, newest first.

    `present` makes what goes out of a page's rows, at once, so that it can look up what belongs to all of them.
    """

    present: Present
    filters: Mapping[str, Filter]
    ordering: Mapping[str, str] = field(default_factory=lambda: {"created_date": "created_at"})
    order: str = "-created_date"

    def parameters(self) -> list[dict[str, Any]]:
        """What the description says of the address."""
        names: list[tuple[str, Mapping[str, Any]]] = [
            ("page", {"type": "integer", "minimum": 1}),
            ("page_size", {"type": "integer", "minimum": 1}),
            ("ordering", {"type": "string"}),
            ("cursor", {"type": "string"}),
        ]
        for name, known in self.filters.items():
            names.append((name, known.schema))
            names += [(f"{name}__{compared}", known.schema) for compared in COMPARED if known.compares]
        return [{"in": "query", "name": name, "required": False, "schema": dict(schema)} for name, schema in names]


@dataclass(frozen=True)
class _Place:
    """A row's place in the order, and whether what comes before it is asked for."""

    values: list[Any]
    backwards: bool


def page_of(request: ApiRequest, listing: Listing, rows: QuerySet[Any]) -> dict[str, Any]:
    """The envelope. Raises a 404 for a page or a place that there is none of, a 400 for a wrong filter."""
    query = {name: request.GET[name] for name in request.GET}
    found = rows.filter(condition_of(listing.filters, query))
    column, descending = _order(listing, query.get("ordering", ""))
    size, number = _size(query.get("page_size", "")), _number(query.get("page", ""))
    by_cursor = query.get("cursor", "") != ""
    place = _place(query["cursor"], found, column) if by_cursor and query["cursor"] != "start" else None
    counts = not by_cursor or "page" in query
    count = found.count() if counts else None
    if place is None:
        start = 0 if by_cursor else (number - 1) * size
        if start and start >= (count or 0):
            raise _no_page()
        taken = list(_ordered(found, column, descending)[start : start + size + 1])
    else:
        backwards = place.backwards
        taken = list(
            _ordered(found.filter(_beyond(place, column, descending)), column, descending != backwards)[: size + 1]
        )
    more, taken = len(taken) > size, taken[:size]
    before = number > 1 or place is not None
    if place is not None and place.backwards:
        taken.reverse()
        more, before = True, more
    envelope: dict[str, Any] = {"count": count} if counts else {}
    envelope["next"] = _address(request, taken, column, number + 1, counts, backwards=False) if more and taken else None
    envelope["previous"] = (
        _address(request, taken, column, number - 1, counts, backwards=True) if before and taken else None
    )
    envelope["results"] = list(listing.present(request.call, taken))
    return envelope


def _order(listing: Listing, asked: str) -> tuple[str, bool]:
    """The column and whether it falls; an unknown one is ignored."""
    for name in (asked.partition(",")[0].strip(), listing.order):
        column = listing.ordering.get(name.removeprefix("-"))
        if column is not None:
            return column, name.startswith("-")
    raise LookupError(listing.order)


def _ordered(rows: QuerySet[Any], column: str, descending: bool) -> QuerySet[Any]:
    by = F(column).desc(nulls_last=True) if descending else F(column).asc(nulls_first=True)
    return rows.order_by(by, "-pk" if descending else "pk")


def _beyond(place: _Place, column: str, descending: bool) -> Q:
    """What comes after the place in the order, or before it. Empty values stand below every other one."""
    value, key = place.values
    falls = descending != place.backwards
    compared = "lt" if falls else "gt"
    tied = Q(**{f"pk__{compared}": key})
    if value is None:
        empty = Q(**{f"{column}__isnull": True})
        return (empty & tied) if falls else (empty & tied) | Q(**{f"{column}__isnull": False})
    further = Q(**{f"{column}__{compared}": value}) | (Q(**{column: value}) & tied)
    return further | Q(**{f"{column}__isnull": True}) if falls else further


def _size(asked: str) -> int:
    """How many rows; what is no number of them is ignored."""
    if not asked.isascii() or not asked.isdecimal() or not asked.strip("0"):
        return DEFAULT
    return min(int(asked.lstrip("0")[:9]), MOST)


def _number(asked: str) -> int:
    if asked == "":
        return 1
    if not asked.isascii() or not asked.isdecimal() or int(asked[:9]) <= 0 or len(asked) > 9:
        raise _no_page()
    return int(asked)


def _no_page() -> Problem:
    return said(404, _("Invalid page."), code="invalid_page")


def _address(
    request: ApiRequest, rows: Sequence[Any], column: str, number: int, counts: bool, *, backwards: bool
) -> str:
    row = rows[0] if backwards else rows[-1]
    value = _read(row, column)
    place = [value if isinstance(value, int | None) else _texted(value), str(row.pk), int(backwards)]
    query = QueryDict(mutable=True)
    query.update({name: request.GET[name] for name in request.GET})
    query["cursor"] = base64.urlsafe_b64encode(json.dumps(place, separators=(",", ":")).encode()).decode().rstrip("=")
    if counts:
        query["page"] = str(max(1, number))
    return f"{origin(host=request.get_host().partition(':')[0])}{request.path}?{query.urlencode()}"


def _texted(value: Any) -> str:
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


def _read(row: Any, column: str) -> Any:
    for step in column.split("__"):
        row = getattr(row, step) if row is not None else None
    return row


def _place(cursor: str, rows: QuerySet[Any], column: str) -> _Place:
    try:
        value, key, backwards = json.loads(base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
        if value is not None:
            value = _sorted_by(_kind(rows, column).to_python(value))
        return _Place([value, _named(rows.model._meta.pk.to_python(key))], bool(backwards))
    except (ValueError, TypeError, OverflowError, binascii.Error, ValidationError, RecursionError):
        raise _no_page() from None


def _named(key: Any) -> Any:
    """A row's key. Raises a ValueError for none."""
    if key is None:
        raise ValueError("no row")
    return key


def _sorted_by(value: Any) -> Any:
    """A value that a column can hold and be compared with. Raises a ValueError for another one."""
    if isinstance(value, str):
        value.encode()
        if "\x00" in value:
            raise ValueError("no text")
    if isinstance(value, datetime) and (value.tzinfo is None or not 1 < value.year < 9999):
        raise ValueError("no instant of ours")
    return value


def _kind(rows: QuerySet[Any], column: str) -> "Field[Any, Any]":
    if column in rows.query.annotations:
        return rows.query.annotations[column].output_field
    model: Any = rows.model
    found: Field[Any, Any] | None = None
    for step in column.split("__"):
        found = model._meta.get_field(step)
        model = found.related_model or model
    assert found is not None  # noqa: S101 - a column has at least one step
    return found
