"""What a file is made of: its pieces in order, and who writes it. The one object that says what counts."""

import json
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID, uuid4

from selvbetjening.domain.deliveries.ports import Place, StoreFailed

#: A handle that says nothing for so long is dead: another one may write. It says something with every `sync`.
CLAIM: Final = 60.0


@dataclass(frozen=True, slots=True)
class Piece:
    """One object: its name below the file's folder, and its length in bytes."""

    name: str
    length: int


@dataclass(frozen=True, slots=True)
class Index:
    """`turn` is another one in each version, by which a writer knows its own. `until` is in seconds of the epoch."""

    pieces: tuple[Piece, ...] = ()
    by: str = ""
    until: float = 0.0
    turn: str = ""

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(piece.length for piece in self.pieces)

    def is_claimed(self, *, now: float) -> bool:
        """Whether somebody writes."""
        return bool(self.by) and self.until > now

    def claimed(self, *, by: str, now: float) -> "Index":
        """The next version, written by this handle; by nobody where `by` is empty."""
        return replace(self, by=by, until=now + CLAIM if by else 0.0, turn=uuid4().hex)

    def as_bytes(self) -> bytes:
        """As it is kept."""
        told = [[piece.name, piece.length] for piece in self.pieces]
        return json.dumps({"pieces": told, "by": self.by, "until": self.until, "turn": self.turn}).encode()


def read(content: bytes) -> Index:
    """What `as_bytes` made. Raises `StoreFailed`."""
    try:
        told: dict[str, Any] = json.loads(content)
        pieces = tuple(Piece(str(name), int(length)) for name, length in told["pieces"])
        return Index(pieces, str(told["by"]), float(told["until"]), str(told["turn"]))
    except (ValueError, KeyError, TypeError):
        raise StoreFailed("store") from None


def folder_of(place: Place) -> str:
    """Where a file's objects lie; both names are random UUIDs, and nothing else makes a key (SEC-78)."""
    try:
        company, name = UUID(str(place.organization)), UUID(str(place.id))
    except ValueError:
        raise StoreFailed("place") from None
    if (str(company), str(name)) != (str(place.organization), str(place.id)):
        raise StoreFailed("place")
    return f"{company}/{name}/"
