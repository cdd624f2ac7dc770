"""Do not wait again and again for a broker that is down: three failures, then half a minute without asking it."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from selvbetjening.domain.identity.ports import LoginUnreached

FAILURES: Final = 3
OPEN_FOR: Final = 30.0


class Circuit:
    """One broker's, in one process. `clock` counts seconds; machines' clocks that are set do not disturb it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failed = 0
        self._closed_at = 0.0

    @contextmanager
    def asked(self) -> Iterator[None]:
        """Around one request. `LoginUnreached` counts as a failure, everything else as an answer.

        Raises `LoginUnreached` at once while the broker is left alone. One request after the pause decides the rest.
        """
        with self._lock:
            if self._failed >= FAILURES:
                if self._clock() < self._closed_at:
                    raise LoginUnreached("circuit_open")
                self._closed_at = self._clock() + OPEN_FOR
        try:
            yield
        except LoginUnreached:
            with self._lock:
                self._failed += 1
                self._closed_at = self._clock() + OPEN_FOR
            raise
        with self._lock:
            self._failed = 0
