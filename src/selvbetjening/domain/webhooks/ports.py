"""What webhooks need from outside: who carries one message to an address that may be met (SEC-70 to SEC-72)."""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class Post:
    """One POST. `headers` hold the password and the signature; they are in no log."""

    url: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = field(repr=False, default=())


@dataclass(frozen=True)
class Answer:
    """The receiver's status, and how long it took in milliseconds. `echo` is the beginning of what it said, to be
    compared with a challenge and then forgotten: nobody is shown it (SEC-72)."""

    status: int
    millis: int
    echo: bytes = field(repr=False, default=b"")


class NotSent(Exception):
    """There was no answer. `code` says why and names no address.

    `unknown_host`, `inner_host` (one of its addresses may not be met), `unreachable`, `timeout`, `tls`,
    `answer` (no HTTP, or too much of it).
    """

    def __init__(self, code: str, *, millis: int = 0) -> None:
        super().__init__(code)
        self.code, self.millis = code, millis


class Sender(Protocol):
    """Carries one message, follows no redirect, and looks the name up once. Raises `NotSent`."""

    def send(self, post: Post) -> Answer: ...
