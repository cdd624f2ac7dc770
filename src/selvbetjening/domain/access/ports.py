"""The doors that an end of access closes (SEC-28, annex B.2): whoever makes one registers it here at start-up.

A door is whatever lets a person in, or lets something that the person began go on, because of a membership: a session,
a key, a link, an approval that is not used yet. A house test asks for each table that names a person.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True)
class Ending:
    """Whose access ends, in which company, when, and who ended it (None: the system)."""

    organization: OrganizationId
    membership: UUID
    user: UUID
    by: UUID | None
    at: datetime


@dataclass(frozen=True)
class Door:
    """`closes` are the columns `app.Model.column` it watches. `close` runs in the transaction that ends the access.

    `when_demoted`: it is a manager's door, and is closed when the role is taken away, too.
    """

    name: str
    closes: tuple[str, ...]
    close: Callable[[Ending], None]
    when_demoted: bool = False


_doors: dict[str, Door] = {}


def register_door(door: Door) -> None:
    """Let this be closed with every end of access. Called at start-up; the same name again replaces."""
    _doors[door.name] = door


def doors() -> tuple[Door, ...]:
    """Every door, in the order of registration."""
    return tuple(_doors.values())
