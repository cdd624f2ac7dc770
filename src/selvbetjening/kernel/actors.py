"""Who did it: the actor written beside every fact."""

from dataclasses import dataclass
from typing import Literal

ActorKind = Literal["recipient", "user", "staff", "system", "api", "import"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A kind of actor and its id there: a code or key, never a name or an address.

    Of a machine that called the API, `client` is what it calls itself and `call` the reference of that call, under
    which it is known who used the machine (`identity.ApiCall`); both stand beside the fact in the book.
    """

    kind: ActorKind
    id: str
    client: str = ""
    call: str = ""


SYSTEM = Actor("system", "system")
