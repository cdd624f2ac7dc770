"""Disk, hashes and the database never in the event loop (SEC-97): a bounded pool of threads does them.

No company has more than a quarter of them at a time, so that one that asks much keeps nobody else waiting.
"""

import asyncio
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import connections

T = TypeVar("T")


class Pool:
    """Runs plain functions, each with a database connection that is given back afterwards."""

    def __init__(self, *, threads: int) -> None:
        self.threads = threads
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="sftp")
        self._share = max(1, threads // 4)
        self._shares: dict[Hashable, asyncio.Semaphore] = {}

    async def run(self, work: Callable[..., T], *words: Any, **values: Any) -> T:
        """The function's answer or exception. A caller that is cancelled does not stop the function."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, _then_give_back, work, words, values)

    async def run_for(self, who: Hashable, work: Callable[..., T], *words: Any, **values: Any) -> T:
        """`run`, within the share of a company. The share is taken until the function has ended, cancelled or not."""
        share = self._shares.setdefault(who, asyncio.Semaphore(self._share))
        await share.acquire()
        loop = asyncio.get_running_loop()

        def ended(_: Future[T]) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(share.release)

        try:
            running = self._pool.submit(_then_give_back, work, words, values)
        except RuntimeError:
            share.release()
            raise
        running.add_done_callback(ended)
        return await asyncio.wrap_future(running)

    def close(self) -> None:
        """Wait for what runs."""
        self._pool.shutdown(wait=True)


def _then_give_back(work: Callable[..., T], words: tuple[Any, ...], values: dict[str, Any]) -> T:
    try:
        return work(*words, **values)
    finally:
        for connection in connections.all(initialized_only=True):
            connection.close()
