"""The states of SFTP users and their keys, and their moves (business-portal.md annex B.3)."""

from enum import StrEnum
from typing import Final

from selvbetjening.kernel.lifecycle import Lifecycle


class SshAccountState(StrEnum):
    """`closed`: its person's access ended; whoever has access again opens it anew. `ended`: for good."""

    OPEN = "open"
    CLOSED = "closed"
    ENDED = "ended"


_A = SshAccountState
SSH_ACCOUNT: Final = Lifecycle(
    name="ssh account",
    states=SshAccountState,
    initial=_A.OPEN,
    moves={
        (_A.OPEN, "close"): _A.CLOSED,
        (_A.CLOSED, "open"): _A.OPEN,
        (_A.OPEN, "end"): _A.ENDED,
        (_A.CLOSED, "end"): _A.ENDED,
    },
)


class SshKeyState(StrEnum):
    """That a key is about to expire, or has, is read from its day and is no state."""

    PENDING = "pending"
    ACTIVE = "active"
    DISABLED = "disabled"
    REVOKED = "revoked"


_K = SshKeyState
SSH_KEY: Final = Lifecycle(
    name="ssh key",
    states=SshKeyState,
    initial=_K.PENDING,
    moves={
        (_K.PENDING, "confirm"): _K.ACTIVE,
        (_K.ACTIVE, "disable"): _K.DISABLED,
        (_K.DISABLED, "enable"): _K.ACTIVE,
        **{(state, "revoke"): _K.REVOKED for state in (_K.PENDING, _K.ACTIVE, _K.DISABLED)},
    },
)
