"""Disk, hashes and the database never in the event loop (SEC-97): a bounded pool of threads does them."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import connections

T = TypeVar("T")


class Pool:
    """Runs plain functions, each with a database connection that is given back afterwards."""

    def __init__(self, *, threads: int) -> None:
        self.threads = threads
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="sftp")

    async def run(self, work: Callable[..., T], *words: Any, **values: Any) -> T:
        """The function's answer or exception. A caller that is cancelled does not stop the function."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, _then_give_back, work, words, values)

    def close(self) -> None:
        """Wait for what runs."""
        self._pool.shutdown(wait=True)


def _then_give_back(work: Callable[..., T], words: tuple[Any, ...], values: dict[str, Any]) -> T:
    try:
        return work(*words, **values)
    finally:
        for connection in connections.all(initialized_only=True):
            connection.close()
