"""A transaction that the database gave up is done again, whole (fenerum-api.md 2; SEC-35).

PostgreSQL ends one of two transactions that wait for each other, or that saw another's work too late. Neither is
anybody's fault, and nothing of it stays: the same work is right a moment later.
"""

import time
from collections.abc import Callable
from secrets import randbelow
from typing import Final, TypeVar

import psycopg
import structlog

log = structlog.get_logger("selvbetjening.again")
Result = TypeVar("Result")

#: serialization_failure and deadlock_detected.
_GIVEN_UP: Final = frozenset({"40001", "40P01"})
TRIES: Final = 3
#: Milliseconds before another try: unequal, so that two that met do not meet again.
_WAIT_LEAST, _WAIT_MORE = 20, 130


class Collided(Exception):
    """The database gave up every try. Nothing of the work was kept."""


def collided(*, error: BaseException | None) -> bool:
    """Whether the database gave up the transaction for another one's sake, however the error was wrapped."""
    while error is not None:
        if isinstance(error, Collided) or (isinstance(error, psycopg.Error) and error.sqlstate in _GIVEN_UP):
            return True
        error = error.__cause__
    return False


def whole(work: Callable[[], Result]) -> Result:
    """Do the work, and do it again, twice at most, where the database gave it up. Raises `Collided` in the end.

    `work` opens its transaction itself and lets nothing out of the house: what leaves is written down in the
    transaction, and jobs send it when it is committed. There must be no transaction around it.
    """
    for tries in range(1, TRIES + 1):
        try:
            return work()
        except Exception as error:
            if not collided(error=error):
                raise
            log.info("given up by the database", tries=tries)
            if tries == TRIES:
                raise Collided from error
        time.sleep((_WAIT_LEAST + randbelow(_WAIT_MORE)) / 1000)
    raise AssertionError("every try returns or raises")
