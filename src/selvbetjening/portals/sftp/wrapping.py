"""The outermost wrapper of everything that a client can ask for (SEC-98): fixed texts, and a number for our log."""

import functools
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Concatenate, ParamSpec, Protocol, TypeVar

import asyncssh
import structlog

from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.portals.sftp.visits import Ended
from selvbetjening.portals.sftp.words import refusal, refused

log = structlog.get_logger("selvbetjening.sftp")
P = ParamSpec("P")
T = TypeVar("T")


class Session(Protocol):
    """What the wrapper tells of an act."""

    def noted(self, act: str, error: asyncssh.SFTPError | None) -> None: ...
    def ended(self) -> None: ...


S = TypeVar("S", bound=Session)


def guarded(
    work: Callable[Concatenate[S, P], Awaitable[T]],
) -> Callable[Concatenate[S, P], Awaitable[T]]:
    """Turn whatever is raised into an SFTP error of ours; an access that has ended cuts the connection."""

    @functools.wraps(work)
    async def guard(self: S, *words: P.args, **values: P.kwargs) -> T:
        try:
            answer = await work(self, *words, **values)
        except Exception as error:  # noqa: BLE001 - the outermost: nothing may pass it as it is
            told = _told(self, error)
            self.noted(work.__name__, told)
            raise told from None
        self.noted(work.__name__, None)
        return answer

    return guard  # type: ignore[return-value]


def guarded_names(work: Callable[[S, bytes], AsyncIterator[T]]) -> Callable[[S, bytes], AsyncIterator[T]]:
    """The same for a listing."""

    @functools.wraps(work)
    async def guard(self: S, path: bytes) -> AsyncIterator[T]:
        try:
            async for each in work(self, path):
                yield each
        except Exception as error:  # noqa: BLE001 - the outermost: nothing may pass it as it is
            told = _told(self, error)
            self.noted(work.__name__, told)
            raise told from None

    return guard


def _told(session: Session, error: Exception) -> asyncssh.SFTPError:
    match error:
        case asyncssh.SFTPError():
            return error
        case Refused():
            return refused(error)
        case Ended():
            session.ended()
            return refusal("ended")
        case _:
            reference = secrets.token_hex(4).upper()
            log.error("an act over SFTP failed", reference=reference, exc_info=error)
            return refusal("unexpected", reference=reference)
