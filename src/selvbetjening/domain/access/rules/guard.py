"""The last Access Manager stays (BP-32, SEC-29). Pure; the caller has locked the company."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from selvbetjening.domain.access.rules.refusals import Refused


@dataclass(frozen=True)
class Managing:
    """A membership as far as the guard needs to know it."""

    id: UUID
    is_active: bool
    is_manager: bool
    has_logged_in: bool
    ends_on: date | None

    @property
    def stands(self) -> bool:
        """Whether the company can rely on this manager: active, logged in at least once, no end in sight."""
        return self.is_active and self.is_manager and self.has_logged_in and self.ends_on is None


def guard(*, members: Iterable[Managing], leaving: UUID) -> None:
    """Raise `Refused("USER-01")` where nobody who stands is left without `leaving`.

    `leaving` stops to be a manager, or gets an end date. Somebody who is no active manager may always go.
    """
    found = list(members)
    gone = next((each for each in found if each.id == leaving), None)
    if gone is None or not (gone.is_active and gone.is_manager):
        return
    if not any(each.stands for each in found if each.id != leaving):
        raise Refused("USER-01", about=leaving)


def standing_managers(*, members: Iterable[Managing]) -> list[UUID]:
    """The managers who count, for "to personer" and for the advice to have two (BP-29, BP-30)."""
    return [each.id for each in members if each.stands]
