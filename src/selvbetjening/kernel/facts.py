"""Facts: what has happened, as frozen values that the book can keep for ever.

An app declares its facts in `events.py`, as subclasses of `Fact`. They carry ids and codes only and no personal
data: no name, no address, no free text. The book is append-only, so what is written there cannot be forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum
from functools import cache
from typing import ClassVar, TypeAlias
from uuid import UUID

from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Period

JSON: TypeAlias = "bool | int | str | list[JSON] | dict[str, JSON] | None"

FACTS: dict[str, type[Fact]] = {}

_NAME = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened. `name` is "app.verb_past"; `account` is the customer it happened to, if any."""

    name: ClassVar[str]
    account: UUID | None = None

    def __init_subclass__(cls) -> None:
        """Register the kind of fact. Raises TypeError for a missing, malformed or already taken name."""
        super().__init_subclass__()
        name = vars(cls).get("name")
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise TypeError(f"{cls.__qualname__} needs a name such as 'subscriptions.cancelled'")
        taken = FACTS.get(name)
        # dataclass(slots=True) makes the class a second time: that is the same fact, not a duplicate.
        if taken and (taken.__module__, taken.__name__) != (cls.__module__, cls.__name__):
            raise TypeError(f"{name} is already {taken.__module__}.{taken.__name__}")
        FACTS[name] = cls

    def as_data(self) -> dict[str, JSON]:
        """The fields but `account`, as JSON. Raises TypeError for a value that has no exact JSON form."""
        return {name: _plain(getattr(self, name)) for name in _names(type(self))}  # type: ignore[arg-type]


@cache
def _names(kind: type[Fact]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.name != "account")


def _plain(value: object) -> JSON:
    if type(value) is UUID:  # asked first: most values of most facts, and the billing run records them by the thousand
        return str(value)
    match value:
        case Enum():
            return _plain(value.value)
        case None | bool() | int() | str():
            return value
        case UUID():
            return str(value)
        case date():  # a datetime too
            return value.isoformat()
        case Money():
            return {"minor": value.minor, "currency": value.currency}
        case Period():
            return {"starts_on": value.starts_on.isoformat(), "ends_on": value.ends_on.isoformat()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
    raise TypeError(f"a fact cannot carry a {type(value).__name__}")
