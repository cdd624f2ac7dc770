"""What invoicing needs from outside: somebody who brings an e-invoice to its buyer (EIN-4)."""

from dataclasses import dataclass
from typing import Final, Literal, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One e-invoice on its way. `id` is the same on every try, so that a receiver can see a repetition.

    `kind` is `bis3` or `oioubl`. Sender and receiver are (scheme, number): `("0184", "12345674")` for a CVR number,
    `("0088", …)` for an EAN number.
    """

    id: str
    kind: str
    document: Literal["invoice", "credit_note"]
    number: str
    sender: tuple[str, str]
    receiver: tuple[str, str]
    content: bytes
    sha256: str


LAID_OUT: Final = "laid_out"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the access point said. `reference` is its own number; `reason` a short code, naming nobody.

    Accepted with the reason `LAID_OUT` it lies ready for somebody else to carry on, and nobody says that it was sent.
    """

    state: Literal["accepted", "rejected"]
    reference: str = ""
    reason: str = ""


class NotReached(Exception):
    """The access point gave no answer, or no usable one; trying again may help. `code` is short and names nobody."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class AccessPoint(Protocol):
    """Takes one document for one receiver, or raises `NotReached`. The same parcel twice is taken once."""

    def send(self, parcel: Parcel) -> Receipt: ...
