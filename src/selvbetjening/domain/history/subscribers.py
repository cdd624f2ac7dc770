"""Who reacts to which fact. Filled once at start-up from `reactions.py`; the book itself knows no business."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from selvbetjening.kernel.facts import Fact
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True)
class Recorded:
    """An event as a reaction sees it."""

    id: UUID
    organization: OrganizationId
    name: str
    at: datetime
    actor_kind: str
    actor_id: str
    account: UUID | None
    data: dict[str, Any]


Reaction = Callable[[Recorded], None]
_reactions: dict[str, tuple[Reaction, ...]] = {}


def subscribe(fact: type[Fact], *reactions: Reaction) -> None:
    """Let these run, in order and in one transaction, for each recorded fact of this kind. Replaces earlier ones."""
    _reactions[fact.name] = reactions


def reactions_to(name: str) -> tuple[Reaction, ...]:
    """What runs for facts of this name; nothing for most."""
    return _reactions.get(name, ())


#: Takes the company, the names of what has happened, and the facts, which are made as they are read.
Capture = Callable[[OrganizationId, Collection[str], Iterable[Recorded]], None]
_captures: dict[str, Capture] = {}


def capture(fact: type[Fact], taking: Capture) -> None:
    """Let this see facts of this kind at the end of their own transaction, in their order: for pictures of how things
    were. It runs after the accounts' logs are locked, so that two acts on one account cannot cross. Replaces."""
    _captures[fact.name] = taking


def capture_of(name: str) -> Capture | None:
    """Who sees facts of this name as they happen; nobody for most."""
    return _captures.get(name)
