"""What can be wrong with a delivery: the line, the column, a code, how bad it is, and words in both languages.

Words and severity of each code stand in `finding_words`. A finding never quotes what is private in a line: names,
texts, CPR and account numbers stay out (betalingsservice.md 17.2, 6).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from betalingsservice.fields import Column
from betalingsservice.finding_words import CODES
from betalingsservice.words import Language, Words, filled


class Severity(IntEnum):
    """How bad it is: to know; accepted, but look at it; a human decides first; not accepted."""

    REMARK = 1
    WARNING = 2
    HOLD = 3
    ERROR = 4


NO_LABEL = Words("", "")
NO_VALUES: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing about one place. `line` counts all lines of the file from 1, 0 where there is no line.

    `column` and `length` are the field's, 1 and 0 when the whole line is meant; `field` is the field's name in the
    table, "" when none. `values` fill the words' gaps.
    """

    line: int
    column: int
    code: str
    severity: Severity
    length: int = 0
    field: str = ""
    label: Words = NO_LABEL
    values: tuple[tuple[str, str], ...] = ()

    def what(self, language: Language) -> str:
        """What is wrong."""
        return self._filled(CODES[self.code].what, language)

    def mend(self, language: Language) -> str:
        """How to mend it."""
        return self._filled(CODES[self.code].mend, language)

    def as_data(self) -> dict[str, Any]:
        """Everything for JSON, words included."""
        return {
            "line": self.line,
            "column": self.column,
            "length": self.length,
            "field": self.field,
            "code": self.code,
            "severity": self.severity.name.lower(),
            "what": {"da": self.what("da"), "en": self.what("en")},
            "mend": {"da": self.mend("da"), "en": self.mend("en")},
        }

    def _filled(self, words: Words, language: Language) -> str:
        return filled(words, language, {"field": self.label.into(language), **dict(self.values)})


def severity_of(code: str, *, to_bs: bool) -> Severity:
    """How bad a code is in a delivery of this direction: what BS sends us is read with more patience (17.2, 4)."""
    meaning = CODES[code]
    return Severity[meaning.severity if to_bs else meaning.from_bs or meaning.severity]


def found(
    code: str,
    line: int,
    *,
    to_bs: bool,
    column: Column[Any] | None = None,
    start: int = 1,
    values: Mapping[str, str] = NO_VALUES,
) -> Finding:
    """A finding about a field of a line, or about the line from position `start` on; `values` fill the words' gaps."""
    return Finding(
        line=line,
        column=column.start if column else start,
        code=code,
        severity=severity_of(code, to_bs=to_bs),
        length=column.length if column else 0,
        field=column.name if column else "",
        label=column.label if column else NO_LABEL,
        values=tuple(values.items()),
    )
