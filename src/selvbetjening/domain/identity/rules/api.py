"""Tokens of API users: what their text says, what is refused, how long a kept answer lives. Pure."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from selvbetjening.kernel.ids import OrganizationId

#: Begins every token, so that scanners of source code know one that was left lying around.
_MARK: Final = "sbt"
_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_WIDTH: Final = 22
_TOKEN: Final = re.compile(rf"{_MARK}_([0-9A-Za-z]{{{_WIDTH}}})_([0-9A-Za-z_-]{{43}})")
#: How long an answer is kept for the same Idempotency-Key (fenerum-api.md section 1).
ANSWERS: Final = timedelta(hours=24)
#: After so long a call that never answered is taken for dead, and its key is free again.
DEAD: Final = timedelta(minutes=5)
#: How long it is known which call did what for whom (`ApiCall`).
CALLS: Final = timedelta(days=400)
#: The last use of a token is written down once in so long, so that reading costs no write.
LAST_USE: Final = timedelta(minutes=1)
WINDOW: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class Budget:
    """What is left of an API user's minute: `limit` calls, `left` of them, none more for `seconds`."""

    limit: int
    left: int
    seconds: int
    exceeded: bool


def token_text(*, organization: OrganizationId, secret: str) -> str:
    """The token as its owner gets it: it says whose it is, so that the wall can be set before it is looked up."""
    return f"{_MARK}_{_base62(organization.int)}_{secret}"


def parts_of(*, token: str) -> tuple[OrganizationId, str] | None:
    """The organization and the secret that a token says; None for what is no token of ours."""
    found = _TOKEN.fullmatch(token)
    if found is None:
        return None
    number = 0
    for digit in found[1]:
        number = number * 62 + _DIGITS.index(digit)
    return (OrganizationId(UUID(int=number)), found[2]) if number < 1 << 128 else None


def _base62(number: int) -> str:
    digits = []
    for _ in range(_WIDTH):
        number, rest = divmod(number, 62)
        digits.append(_DIGITS[rest])
    return "".join(reversed(digits))
