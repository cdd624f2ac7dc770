"""Large files let small ones pass within a process, whose threads share one interpreter (Must show 6)."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

#: How long a large file rests, at most, before each megabyte while small ones are being worked on here.
_COURTESY: Final = 0.25
_PAUSE: Final = 0.005


class Lane:
    """How many small pieces of work this process has at the moment."""

    def __init__(self) -> None:
        self._lock, self._small = threading.Lock(), 0

    @contextmanager
    def small(self) -> Iterator[None]:
        """While this is open, large files rest."""
        with self._lock:
            self._small += 1
        try:
            yield
        finally:
            with self._lock:
                self._small -= 1

    def let_small_ones_pass(self) -> None:
        """Called by a large file between its blocks. It never stands still for good: small ones may come for ever."""
        until = time.monotonic() + _COURTESY
        while self._small and time.monotonic() < until:
            time.sleep(_PAUSE)


lane: Final = Lane()
