"""Several calls at the same moment, each on a connection of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connections


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each call gave, in their order; all begin together."""
    gate = Barrier(len(calls))

    def one(call: Callable[[], Any]) -> Any:
        try:
            gate.wait(timeout=60)
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=len(calls)) as pool:
        return list(pool.map(one, calls))


def codes(answers: Sequence[Any]) -> list[int]:
    """Their statuses, sorted."""
    return sorted(answer.status_code for answer in answers)
