"""One entry of the settings register: its kind, its default and its limits. Pure."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from selvbetjening.domain.organizations.rules.refusal import Refused
from selvbetjening.domain.organizations.rules.register.approval import accepted_rules

Kind = Literal["switch", "number", "choice", "choices", "text", "money", "rows", "letters", "approval"]
Unit = Literal["", "percent", "kroner"]
_MOST_ROWS: Final = 200
_LONGEST_LETTER: Final = 2_000


@dataclass(frozen=True, slots=True)
class Setting:
    """What a company may decide, and within which limits.

    Kinds and their values: `switch` bool; `number` int; `money` int, minor units of DKK; `choice` one code of
    `options`; `choices` a list of them, in order; `text` str of at most `high` characters that matches `pattern`;
    `rows` a list of `[first day (ISO), number]`, or with `columns` three `[first day, code, number]`, sorted.
    `letters` a kind of mail → language → own subject and own words; which they may be is messaging's to say.
    `approval` solution and PBS number → rule; a change names only those that change (`register.approval`).
    `unit` says what people type where the number kept is hundredths of it: `percent` or `kroner`.
    `low` and `high` are limits that no company can leave: where the law sets them, `law` names the rule.
    """

    code: str
    kind: Kind
    default: Any
    label: str
    help: str = ""
    law: str = ""
    low: int | None = None
    high: int | None = None
    options: tuple[tuple[str, str], ...] = ()
    pattern: str = ""
    columns: int = 2
    unit: Unit = ""


def accepted(*, setting: Setting, value: Any) -> Any:
    """The value as it is kept. Raises `Refused` with `unknown`, `range`, `too_long`, `form` or `rows` at its field."""
    match setting.kind:
        case "switch":
            _hold(isinstance(value, bool), "form", setting)
        case "number" | "money":
            _hold(isinstance(value, int) and not isinstance(value, bool), "form", setting)
            _within(value, setting)
        case "choice":
            _hold(value in dict(setting.options), "unknown", setting)
        case "choices":
            known = dict(setting.options)
            _hold(isinstance(value, list) and all(code in known for code in value), "unknown", setting)
            return list(dict.fromkeys(value))
        case "text":
            _text(value, setting)
        case "rows":
            return _rows(value, setting)
        case "letters":
            _letters(value, setting)
        case "approval":
            return accepted_rules(value=value)
    return value


def _letters(value: Any, setting: Setting) -> None:
    _hold(isinstance(value, dict) and len(value) <= _MOST_ROWS, "form", setting)
    for spoken in value.values():
        _hold(isinstance(spoken, dict) and set(spoken) <= {"da", "en"}, "form", setting)
        for said in spoken.values():
            _hold(isinstance(said, dict) and set(said) == {"subject", "words"}, "form", setting)
            _hold(
                all(isinstance(text, str) and len(text) <= _LONGEST_LETTER for text in said.values()), "form", setting
            )


def _text(value: Any, setting: Setting) -> None:
    _hold(isinstance(value, str) and value.isprintable(), "form", setting)
    _hold(len(value) <= (setting.high or 200), "too_long", setting)
    _hold(not value or not setting.pattern or re.fullmatch(setting.pattern, value) is not None, "form", setting)


def _rows(value: Any, setting: Setting) -> list[list[Any]]:
    _hold(isinstance(value, list) and len(value) <= _MOST_ROWS, "rows", setting)
    found: dict[tuple[Any, ...], int] = {}
    for row in value:
        _hold(isinstance(row, list) and len(row) == setting.columns and isinstance(row[-1], int), "rows", setting)
        try:
            day = date.fromisoformat(row[0]).isoformat()
        except (TypeError, ValueError):
            raise Refused("rows", field=setting.code) from None
        _within(row[-1], setting)
        _hold((day, *row[1:-1]) not in found, "rows", setting)
        found[(day, *row[1:-1])] = row[-1]
    return [[*key, number] for key, number in sorted(found.items())]


def _within(number: int, setting: Setting) -> None:
    above = setting.low is None or number >= setting.low
    _hold(above and (setting.high is None or number <= setting.high), "range", setting)


def _hold(true: bool, reason: str, setting: Setting) -> None:
    if not true:
        raise Refused(reason, field=setting.code)


def in_force(*, rows: list[list[Any]], on: date, code: str = "") -> int | None:
    """The number of the last row that begins on or before the day, of one code where rows have three columns."""
    day = on.isoformat()
    fitting = [row for row in rows if row[0] <= day and (len(row) == 2 or row[1] == code)]
    return int(max(fitting, key=lambda row: row[0])[-1]) if fitting else None
