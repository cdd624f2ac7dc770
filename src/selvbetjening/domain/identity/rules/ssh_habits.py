"""How the program behind an SFTP user behaves, so that the door can behave for it (BP-43, BP-48, annex C.4). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

#: Patterns of an SFTP user, and signs of each.
MOST_PATTERNS, LONGEST_PATTERN = 30, 60
_TOO_WIDE: Final = frozenset("*?")


class SshNaming(StrEnum):
    """What files to collect and receipts are called: as in the portal, or as Betalingsservice's own (BP-48)."""

    PORTAL = "portal"
    LEGACY = "legacy"


class HabitRefused(ValueError):
    """A pattern cannot be used: `code` is `slash`, `wide` (it fits every name), `long` or `many`."""

    def __init__(self, code: str, pattern: str = "") -> None:
        super().__init__(code)
        self.code, self.pattern = code, pattern


@dataclass(frozen=True, slots=True)
class Habits:
    """`temporary`: patterns of names under which nothing is delivered, empty for the installation's (annex C.4).

    `all_in_root`: it only puts and gets in `/` (BP-43).
    """

    temporary: tuple[str, ...] = ()
    all_in_root: bool = False
    naming: SshNaming = SshNaming.PORTAL


def habits_of(*, temporary_names: Sequence[str], all_in_root: bool, naming: str) -> Habits:
    """As the columns of an SFTP user have them."""
    return Habits(tuple(temporary_names), all_in_root, SshNaming(naming))


def patterns_of(*, text: str) -> tuple[str, ...]:
    """Patterns of a form, one in each line, each once and in small letters. Raises `HabitRefused`."""
    found = tuple(dict.fromkeys(each.strip().casefold() for each in text.splitlines() if each.strip()))
    return checked(patterns=found)


def checked(*, patterns: Sequence[str]) -> tuple[str, ...]:
    """The patterns as they are. Raises `HabitRefused`: one that fits every name would keep everything back."""
    if len(patterns) > MOST_PATTERNS:
        raise HabitRefused("many")
    for pattern in patterns:
        if "/" in pattern or "\\" in pattern or not pattern.isprintable():
            raise HabitRefused("slash", pattern)
        if len(pattern) > LONGEST_PATTERN:
            raise HabitRefused("long", pattern)
        if set(pattern) <= _TOO_WIDE:
            raise HabitRefused("wide", pattern)
    return tuple(patterns)
