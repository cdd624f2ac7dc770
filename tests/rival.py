"""Another transaction that stands in the way of the one under test: real deadlocks, by two connections."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections, transaction

from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId

_WAITS = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"


@contextmanager
def rival(
    here: OrganizationId, *, holds: Callable[[], Any], wants: Callable[[], Any], times: int
) -> Iterator[list[int]]:
    """Hold one lock; whenever somebody waits for it, want one that is theirs: they wait for each other.

    PostgreSQL gives up whoever began to wait first, which is never the rival. It does so `times` times, then it ends.
    The list holds how often it got what it wanted.
    """
    held, won, done = threading.Event(), list[int](), threading.Event()

    def stand_in_the_way() -> None:
        try:
            with within(here):
                holds()
                held.set()
                for number in range(times):
                    if not _somebody_waits(done):
                        return
                    with transaction.atomic():
                        wants()
                        transaction.set_rollback(True)
                    won.append(number)
        finally:
            held.set()
            connections.close_all()

    thread = threading.Thread(target=stand_in_the_way)
    thread.start()
    held.wait(timeout=30)
    try:
        yield won
    finally:
        done.set()
        thread.join(timeout=60)


def _somebody_waits(done: threading.Event) -> bool:
    while not done.is_set():
        with connection.cursor() as cursor:
            cursor.execute(_WAITS)
            if cursor.fetchone()[0]:
                return True
        time.sleep(0.01)
    return False
