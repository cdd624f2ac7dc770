"""What a call may be given, as data: unknown, missing and mistyped parameters are found, never guessed.

A schema maps names to fields. `check` returns the values in Python's own types, or the faults. Values of a form are
text and are read as their type; values of JSON must have it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

Kind = Literal["text", "whole", "yes_no", "mapping", "list", "object"]
Wire = Literal["form", "json"]
Schema = Mapping[str, "Field"]
_WHOLE: Final = re.compile(r"-?[0-9]{1,18}")


@dataclass(frozen=True)
class Field:
    """One parameter: its type, whether it must be there, and what else is known of it."""

    kind: Kind
    required: bool = False
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    shape: str = ""
    inner: "Field | None" = None
    fields: Schema | None = None


@dataclass(frozen=True)
class Fault:
    """What is wrong with one parameter; `path` is in the form's notation, `a[b][0]`."""

    path: str
    what: Literal["unknown", "missing", "invalid"]
    words: str


def text(*choices: str, most: int = 5000, shape: str = "") -> Field:
    """Text, one of the choices when there are any; `shape` is a regular expression for all of it."""
    return Field("text", choices=choices, most=most, shape=shape)


def whole(*, least: int | None = None, most: int | None = None) -> Field:
    """A whole number."""
    return Field("whole", least=least, most=most)


def yes_no() -> Field:
    """True or false."""
    return Field("yes_no")


def mapping() -> Field:
    """Names of one's own with texts, such as metadata: at most 50, names up to 40 characters, values up to 500."""
    return Field("mapping")


def listed(inner: Field) -> Field:
    """A list of them."""
    return Field("list", inner=inner)


def nested(**fields: Field) -> Field:
    """An object of its own."""
    return Field("object", fields=fields)


def needed(field: Field) -> Field:
    """The same, and it must be there."""
    return replace(field, required=True)


def check(schema: Schema, values: Any, *, wire: Wire, path: str = "") -> tuple[dict[str, Any], list[Fault]]:
    """The values in their types, and the faults in the order of the values; what is missing comes last."""
    if not isinstance(values, dict):
        return {}, [Fault(path, "invalid", "must be an object")]
    clean: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, value in values.items():
        where = f"{path}[{name}]" if path else name
        if name not in schema:
            faults.append(Fault(where, "unknown", "is unknown"))
            continue
        clean[name], found = _read(schema[name], value, wire, where)
        faults += found
    for name, field in schema.items():
        if field.required and values.get(name) in (None, ""):
            faults.append(Fault(f"{path}[{name}]" if path else name, "missing", "is missing"))
    return clean, faults


def _read(field: Field, value: Any, wire: Wire, where: str) -> tuple[Any, list[Fault]]:
    if field.kind == "object":
        return check(field.fields or {}, value, wire=wire, path=where)
    if field.kind == "list":
        return _list(field, value, wire, where)
    if field.kind == "mapping":
        return _mapping(value, where)
    if field.kind == "whole":
        return _number(field, value, wire, where)
    if field.kind == "yes_no":
        known: Any = {"true": True, "false": False}.get(value) if wire == "form" and isinstance(value, str) else value
        return known, [] if isinstance(known, bool) else [Fault(where, "invalid", "must be true or false")]
    return _text(field, value, where)


def _text(field: Field, value: Any, where: str) -> tuple[Any, list[Fault]]:
    if not isinstance(value, str):
        return value, [Fault(where, "invalid", "must be a text")]
    if field.choices and value not in field.choices:
        return value, [Fault(where, "invalid", f"must be one of {', '.join(field.choices)}")]
    if len(value) > (field.most or 5000) or (field.shape and not re.fullmatch(field.shape, value)):
        return value, [Fault(where, "invalid", "has the wrong format")]
    return value, []


def _number(field: Field, value: Any, wire: Wire, where: str) -> tuple[Any, list[Fault]]:
    if wire == "form" and isinstance(value, str) and _WHOLE.fullmatch(value):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        return value, [Fault(where, "invalid", "must be a whole number")]
    if (field.least is not None and value < field.least) or (field.most is not None and value > field.most):
        return value, [Fault(where, "invalid", "is outside what is allowed")]
    return value, []


def _list(field: Field, value: Any, wire: Wire, where: str) -> tuple[Any, list[Fault]]:
    if not isinstance(value, list) or field.inner is None:
        return value, [Fault(where, "invalid", "must be a list")]
    read = [_read(field.inner, one, wire, f"{where}[{number}]") for number, one in enumerate(value)]
    return [one for one, _ in read], [fault for _, found in read for fault in found]


def _mapping(value: Any, where: str) -> tuple[Any, list[Fault]]:
    if not isinstance(value, dict) or len(value) > 50:
        return value, [Fault(where, "invalid", "must be at most 50 names with texts")]
    return value, [
        Fault(f"{where}[{name}]", "invalid", "must be a text of at most 500 characters, its name of at most 40")
        for name, one in value.items()
        if not isinstance(one, str) or len(one) > 500 or len(name) > 40
    ]
