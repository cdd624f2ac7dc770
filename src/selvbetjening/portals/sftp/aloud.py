"""Why something was refused, for programs that show the number of a refusal and not its words (annex C.3).

OpenSSH's `sftp` and `scp` read the status of an answer and throw its text away ("Permission denied", "Failure"); what
comes over the channel's other stream, stderr, they show as it is. Nobody else is told there: a program that does not
read that stream would fill its window with it.
"""

from typing import Final

import asyncssh
from asyncssh.constants import FX_NO_SUCH_FILE, FX_OP_UNSUPPORTED

_CLIENT: Final = "OpenSSH"
#: What a program asks for by the way; its answer says enough.
_ASKED: Final = frozenset({"stat", "lstat", "fstat", "realpath", "statvfs", "fstatvfs"})
_ENOUGH: Final = frozenset({FX_NO_SUCH_FILE, FX_OP_UNSUPPORTED})
#: So many lines a channel: a script that goes on after each refusal has seen why.
_MOST: Final = 20


class Aloud:
    """What a channel was told beside its answers. The texts are ours alone: no name of a file is in them."""

    def __init__(self) -> None:
        self._said = 0

    def wants(self, *, act: str, error: asyncssh.SFTPError, client: str) -> bool:
        """Whether this refusal is said aloud, and count it."""
        if _CLIENT not in client or act in _ASKED or error.code in _ENOUGH or self._said >= _MOST:
            return False
        self._said += 1
        return True
