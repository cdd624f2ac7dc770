"""What deliveries need from outside: a place for bytes, and somebody who looks for malware."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True, slots=True)
class Place:
    """Where one file's bytes lie: company and a random id. What its sender calls it is never part of it (SEC-78)."""

    organization: OrganizationId
    id: UUID


class StoreFailed(Exception):
    """The store did not do it. `code` is short: `missing`, `busy` (somebody else writes), `full`, `store`, `place`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Handle(Protocol):
    """A file that is being written, by nobody else meanwhile. Every method raises `StoreFailed`.

    After `sync` what was written survives a power cut, under the name by which it is found.
    """

    def size(self) -> int: ...
    def write(self, offset: int, data: bytes) -> None: ...
    def truncate(self, size: int) -> None: ...
    def sync(self) -> None: ...
    def close(self) -> None: ...


class FileStore(Protocol):
    """Keeps bytes. Every method raises `StoreFailed`.

    `open` makes the file where there is none; `busy` while another handle of it is open, in any process. After `finish`
    the bytes and their name survive a power cut, and the file is written no more; twice is harmless. `read` streams
    from `offset` on, at most `length` bytes. `delete` of what is not there is harmless. `idle` are a company's
    files that nobody has written for so long, by the store's own clock.
    """

    def open(self, place: Place) -> Handle: ...
    def read(self, place: Place, *, offset: int = 0, length: int | None = None) -> Iterator[bytes]: ...
    def size(self, place: Place) -> int: ...
    def finish(self, place: Place) -> None: ...
    def delete(self, place: Place) -> None: ...
    def idle(self, organization: OrganizationId, *, since: timedelta) -> Iterator[Place]: ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """`signature` names what was found, empty when the file is clean."""

    clean: bool
    signature: str = ""


class ScannerDown(Exception):
    """No verdict: not reached, too slow, or an answer that says nothing. `code` is short. Nothing passes then."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Signatures:
    """The scanner's own words, and when the signatures that it has loaded were made; None where it has none."""

    version: str
    made_at: datetime | None


class Scanner(Protocol):
    """Looks through one file's bytes. Raises `ScannerDown`; whoever asks waits then (SEC-83: fail closed).

    `signatures` is None for a scanner that keeps none, whose age there is nothing to say of.
    """

    def scan(self, chunks: Iterable[bytes]) -> Verdict: ...
    def signatures(self) -> Signatures | None: ...
