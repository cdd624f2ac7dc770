"""Whether a receiver has shown that it wants to be told (SEC-69). Pure.

Three ways: it echoes the token; or, as receivers of Fenerum's API do, it tells the right password from a wrong one;
or somebody reads the token where the receiver wrote it down, and types it in (`actions.verify`).
"""

from typing import Final

from selvbetjening.domain.webhooks.rules.catalogue import CHALLENGE

#: What a receiver answers that has let us in but does not know the event: fenerum-api.md 15 (404, 422).
_LET_IN: Final = (404, 422)

__all__ = ["CHALLENGE", "is_echo", "knows_password"]


def is_echo(*, status: int, echo: bytes, token: str) -> bool:
    """Whether it said yes, and said the token."""
    return 200 <= status < 300 and token.encode() in echo


def knows_password(*, right: int, wrong: int) -> bool:
    """Whether the answers to the right and to a wrong password show that it is the receiver the password is from."""
    return wrong in (401, 403) and (200 <= right < 300 or right in _LET_IN)
