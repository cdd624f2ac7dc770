"""Who decides what becomes of a collection (`settings.CLEARING`), and the line to an external Betalingsservice.

The clearing is the banks, or the built-in one. Nothing here says why (U21): no reason comes with a rejection or a
charge-back, and none is made up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import TracebackType
from typing import BinaryIO, Protocol, Self
from uuid import UUID


class Verdict(StrEnum):
    """What became of a collection. `unpaid` is for slips only: not paid on its day, it still may be."""

    PAID = "paid"
    REFUSED = "refused"
    UNPAID = "unpaid"
    CHARGED_BACK = "charged_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A collection whose payment day has come (`is_paid` False), or that was paid and may still be taken back.

    `match_key` is the customer number without leading zeros; `amount_minor` are øre; `sign` 2 is paid out to the
    debtor; `is_slip`: the debtor pays a slip. Days are Copenhagen days; `refusal_on` is the last one on which the
    debtor may refuse, `final_on` the last one on which anybody may take it back.
    """

    id: UUID
    pbs_number: str
    debtor_group: str
    match_key: str
    due_on: date
    pays_on: date
    refusal_on: date
    final_on: date
    sign: int
    amount_minor: int
    is_slip: bool
    is_paid: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of the collection with this id, and on which day money moved, or would have."""

    id: UUID
    verdict: Verdict
    on: date


class ClearingUnreached(Exception):
    """No answer could be had now; the same may be asked again. `code` is short and names nobody."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Clearing(Protocol):
    """Decides collections. Asked twice about the same it answers the same; who is missing in the answer is asked again.

    Called outside every transaction, since it may be over a network. Raises `ClearingUnreached`.
    """

    def decide(self, *, asked: Sequence[Asked], today: date) -> Sequence[Answer]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LineTerms:
    """How the line is reached. `host_keys` are pinned public keys, one a line; `private_key` is OpenSSH's text of ours.

    `folder` is the company's own name below the folder of an offline line. Paths are the server's.
    """

    host: str = ""
    port: int = 22
    username: str = ""
    host_keys: str = ""
    private_key: str = ""
    put_folder: str = ""
    get_folder: str = ""
    folder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteFile:
    """A file on the server: its size in bytes and its time in seconds, 0 where none is told."""

    name: str
    size: int
    modified: int = 0


class LineFailed(Exception):
    """The line did not do what was asked. `code` is short and names nobody; `is_permanent`: the same try will fail."""

    def __init__(self, code: str, *, is_permanent: bool = False) -> None:
        super().__init__(code)
        self.code, self.is_permanent = code, is_permanent


class BankLine(Protocol):
    """The line to an external Betalingsservice, open for the length of a `with`. Everything raises `LineFailed`."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def put(self, *, name: str, source: BinaryIO, size: int) -> None:
        """Write the file under another name, and give it its own when it is whole. Raises where the name is taken."""
        ...

    def sent(self, *, name: str) -> tuple[int, str | None] | None:
        """Size and SHA-256 of the file of that name where files are put; None where none lies there, no digest where
        the server does not let it be read."""
        ...

    def listed(self) -> Sequence[RemoteFile]:
        """The files that lie for us, without those that are still being written under another name."""
        ...

    def fetch(self, *, name: str, into: BinaryIO) -> None:
        """Read one of them to its end."""
        ...
