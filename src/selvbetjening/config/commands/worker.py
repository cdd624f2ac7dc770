"""Do the work that waits in the queue, and start the work that is due by the clock."""

import argparse
import asyncio
import os
import signal
import threading
from collections.abc import Coroutine
from contextlib import suppress

from selvbetjening.config.commands.serve import refuse_if_unsafe
from selvbetjening.config.memory import hold_back

READY = "The worker is ready."
FAREWELL = 3.0
"""Seconds after the grace in which the worker takes its leave of the database, if that is still there."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How much at once, and how long running work may take to end."""
    parser.add_argument("--concurrency", type=int, default=4, help="jobs at the same time (default: %(default)s)")
    parser.add_argument(
        "--grace", type=float, default=30.0, help="seconds for running jobs to end when told to stop (default: 30)"
    )
    parser.add_argument("--queues", default="", help="only jobs of these queues, comma-separated (default: all)")
    parser.add_argument("--memory", type=int, default=0, help="most MiB of memory it may take (default: no limit)")


def execute(options: argparse.Namespace) -> int:
    """Check the set-up, then work until SIGTERM or SIGINT; jobs that are running then get their time to end."""
    refuse_if_unsafe()
    if options.memory:
        hold_back(mebibytes=options.memory)
    queues = [name.strip() for name in options.queues.split(",") if name.strip()]
    asyncio.run(_work(concurrency=options.concurrency, grace=options.grace, queues=queues))
    return 0


async def _work(*, concurrency: int, grace: float, queues: list[str]) -> None:
    from procrastinate.app import WorkerOptions
    from procrastinate.contrib.django import app

    # Not replace_connector: the tasks stay with Django's connector, so what a job defers joins the job's transaction.
    worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    async with worker_app.open_async():
        options: WorkerOptions = {
            "concurrency": concurrency, "shutdown_graceful_timeout": grace, "install_signal_handlers": False,
        }  # fmt: skip
        if queues:
            options["queues"] = queues
        work = worker_app.run_worker_async(**options)
        await _until_told(work, at_most=grace + FAREWELL)


async def _until_told(work: Coroutine[None, None, None], *, at_most: float) -> None:
    """Say that it is ready, run until SIGTERM or SIGINT, then end within `at_most` seconds, database or not.

    A worker whose database went away at the same moment would wait half a minute for a connection to say goodbye on.
    Ending it hard is safe: a job that did not end is found by the sweep.
    """
    task = asyncio.ensure_future(work)

    def told() -> None:
        last = threading.Timer(at_most, os._exit, [1])
        last.daemon = True
        last.start()
        task.cancel()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told)
    print(READY, flush=True)
    with suppress(asyncio.CancelledError):
        await task
