"""Telling a dropped upload from a finished one (SEC-104, SEC-105).

The library calls the server object's `close` for a client's CLOSE and for every handle that is open when the channel
ends, and nothing public tells the two apart. Its private `_cleanup` runs only in the second case, so it is wrapped:
first the flag, then the original. That is why the library's exact version is pinned.
"""

import inspect
from typing import Any, Final, Protocol

import asyncssh
from asyncssh.sftp import SFTPServerHandler

PINNED: Final = "2.24.1"
#: Advertised or answered by the library itself, past our class; and its name and version (SEC-91, SEC-99).
_UNWANTED: Final = (b"copy-data", b"ranges@asyncssh.com", b"vendor-id", b"hardlink@openssh.com")
_MARK: Final = "_selvbetjening"


class HookBroken(RuntimeError):
    """The library is not the one that this was written for: nothing is served."""


class Aborting(Protocol):
    """What the hook tells that the channel ends."""

    aborting: bool


def install() -> None:
    """Wrap the library's method, once. Raises `HookBroken` when it is not what it was (SEC-105)."""
    if asyncssh.__version__ != PINNED:
        raise HookBroken(f"asyncssh {PINNED} is needed, not {asyncssh.__version__}: see portals/sftp/hook.py.")
    original: Any = getattr(SFTPServerHandler, "_cleanup", None)
    if getattr(original, _MARK, False):
        return
    if not inspect.iscoroutinefunction(original) or len(inspect.signature(original).parameters) != 2:
        raise HookBroken("asyncssh's clean-up of a channel is not what it was: see portals/sftp/hook.py.")
    for name in ("_extensions", "_packet_handlers"):
        if not hasattr(SFTPServerHandler, name):
            raise HookBroken(f"asyncssh has no {name} any more: see portals/sftp/hook.py.")

    async def cleanup(self: Any, exc: Exception | None) -> None:
        if self._server:
            self._server.aborting = True
        await original(self, exc)

    setattr(cleanup, _MARK, True)
    handler: Any = SFTPServerHandler
    handler._cleanup = cleanup
    handler._extensions = [each for each in handler._extensions if each[0] not in _UNWANTED]
    handler._packet_handlers = {
        kind: work
        for kind, work in handler._packet_handlers.items()
        if kind not in {b"copy-data", b"ranges@asyncssh.com"}
    }
