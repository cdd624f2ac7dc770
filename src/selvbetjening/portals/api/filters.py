"""Filters of a list: a name in the address, what it may be, and the column behind it (section 3)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import Q
from pydantic_core import PydanticCustomError

from selvbetjening.kernel.days import COPENHAGEN, start_of_day
from selvbetjening.portals.api import values
from selvbetjening.portals.api.errors import invalid
from selvbetjening.portals.api.wording import by_field

COMPARED: Final = ("lt", "lte", "gt", "gte")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

#: One filter: the column's path, the comparison ("" or one of COMPARED) and the text of the address → a condition.
Reading = Callable[[str, str, str], Q]


@dataclass(frozen=True)
class Filter:
    """One filter. `read` may raise a pydantic error; `compares` lets `__lt` and its neighbours be added."""

    path: str
    read: Reading
    compares: bool = False
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})


def _nothing() -> Q:
    return Q(pk__in=[])


def _text(path: str, _compared: str, value: str) -> Q:
    return _nothing() if "\x00" in value else Q(**{path: value})


def _holds(path: str, _compared: str, value: str) -> Q:
    return _nothing() if "\x00" in value else Q(**{f"{path}__icontains": value})


def _uuid(path: str, _compared: str, value: str) -> Q:
    try:
        return Q(**{path: UUID(value)})
    except ValueError:
        return _nothing()


def _reference(path: str, _compared: str, value: str) -> Q:
    """By code first, then by uuid: `path` leads to the row that has both."""
    if "\x00" in value:
        return _nothing()
    try:
        return Q(**{f"{path}__code": value}) | Q(**{f"{path}__id": UUID(value)})
    except ValueError:
        return Q(**{f"{path}__code": value})


def _flag(path: str, _compared: str, value: str) -> Q:
    return Q(**{path: values._flag(value)})


def _day(path: str, compared: str, value: str) -> Q:
    return Q(**{_path(path, compared): values.day_of(value)})


def _number(path: str, compared: str, value: str) -> Q:
    return Q(**{_path(path, compared): values._number(value)})


def _amount(path: str, compared: str, value: str) -> Q:
    number: Decimal = values.decimal_of(value, places=2)
    return Q(**{_path(path, compared): values.minor_of(number)})


def _instant(path: str, compared: str, value: str) -> Q:
    """A day compares whole days in the organization's zone; an instant compares itself, without a zone in that one."""
    text = value.strip()
    try:
        if _DAY.fullmatch(text):
            return _of_day(path, compared, date.fromisoformat(text))
        at = datetime.fromisoformat(re.sub(r" (?=[0-9]{2}:?[0-9]{2}$)", "+", text) if "T" in text else text)
        at = at if at.tzinfo else at.replace(tzinfo=COPENHAGEN)
        return Q(**{_path(path, compared): at}) if date(1, 1, 2) < at.date() < date(9999, 12, 30) else _nothing()
    except (ValueError, OverflowError):
        raise PydanticCustomError("datetime", "datetime") from None


def _of_day(path: str, compared: str, day: date) -> Q:
    if not date(1, 1, 3) < day < date(9999, 12, 29):
        return _nothing()
    begins, ends = start_of_day(day), start_of_day(day + timedelta(days=1))
    conditions = {
        "": Q(**{f"{path}__gte": begins, f"{path}__lt": ends}),
        "lt": Q(**{f"{path}__lt": begins}),
        "lte": Q(**{f"{path}__lt": ends}),
        "gt": Q(**{f"{path}__gte": ends}),
        "gte": Q(**{f"{path}__gte": begins}),
    }
    return conditions[compared]


def _path(path: str, compared: str) -> str:
    return f"{path}__{compared}" if compared else path


def text(path: str) -> Filter:
    """The text itself."""
    return Filter(path, _text)


def holds(path: str) -> Filter:
    """A part of the text, in any case."""
    return Filter(path, _holds)


def uuid(path: str) -> Filter:
    """A uuid; what is none finds nothing."""
    return Filter(path, _uuid)


def reference(path: str) -> Filter:
    """A related row by its code or uuid, such as `account`."""
    return Filter(path, _reference)


def flag(path: str) -> Filter:
    """true, false, 1 or 0."""
    return Filter(path, _flag, schema={"type": "boolean"})


def day(path: str) -> Filter:
    """A column that holds a day."""
    return Filter(path, _day, compares=True, schema={"type": "string", "format": "date"})


def instant(path: str) -> Filter:
    """A column that holds an instant; asked by day or by instant."""
    return Filter(path, _instant, compares=True)


def number(path: str) -> Filter:
    """A whole number."""
    return Filter(path, _number, compares=True, schema={"type": "integer"})


def amount(path: str) -> Filter:
    """A column of øre, asked as a decimal."""
    return Filter(path, _amount, compares=True)


def choice(path: str, codes: Mapping[str, Any]) -> Filter:
    """One of these words, in any case, each for a value of the column."""
    known = {code.casefold(): value for code, value in codes.items()}

    def read(path: str, _compared: str, value: str) -> Q:
        if value.strip().casefold() not in known:
            context = {"value": value[:60], "choices": ", ".join(codes)}
            raise PydanticCustomError("choice", "choice", context)
        return Q(**{path: known[value.strip().casefold()]})

    return Filter(path, read, schema={"type": "string", "enum": list(codes)})


def country(path: str) -> Filter:
    """A country by code or name."""

    def read(path: str, _compared: str, value: str) -> Q:
        return Q(**{path: values._country(value)})

    return Filter(path, read)


def asked(condition: Callable[[str], Q], *, schema: Mapping[str, Any] | None = None) -> Filter:
    """A condition of its own, made from the text of the address."""
    return Filter("", lambda _path, _compared, value: condition(value), schema=schema or {"type": "string"})


def condition_of(filters: Mapping[str, Filter], query: Mapping[str, str]) -> Q:
    """What the address asks for; unknown names and empty values ask for nothing. Raises a 400 at each wrong value."""
    condition, wrong = Q(), []
    for name, value in query.items():
        plain, _, compared = name.partition("__")
        known = filters.get(plain)
        if known is None or value == "" or (compared and (compared not in COMPARED or not known.compares)):
            continue
        try:
            condition &= known.read(known.path, compared, value)
        except PydanticCustomError as error:
            wrong.append({"loc": (name,), "type": error.type, "ctx": error.context})
    if wrong:
        raise invalid(by_field(wrong, skip=0), code="invalid_filter")
    return condition
