"""Who did it: the actor written beside every fact."""

from dataclasses import dataclass
from typing import Literal

ActorKind = Literal["recipient", "user", "staff", "system", "api", "import"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A kind of actor and its id there: a code or key, never a name or an address."""

    kind: ActorKind
    id: str


SYSTEM = Actor("system", "system")
