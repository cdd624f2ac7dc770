"""Several things at the same moment, each on a thread and a database connection of its own."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections


def at_once(works: Sequence[Callable[[], Any]]) -> list[Any]:
    """Start all together; the answers in the order of `works`, an exception in the place of its answer."""
    start = threading.Barrier(len(works))

    def do(work: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return work()
        finally:
            for connection in connections.all(initialized_only=True):
                connection.close()

    with ThreadPoolExecutor(len(works)) as threads:
        under_way = [threads.submit(do, work) for work in works]
    return [one.exception() or one.result() for one in under_way]
