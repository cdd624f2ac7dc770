"""Do the work that waits in the queue, and start the work that is due by the clock."""

import argparse
import asyncio

from selvbetjening.config.commands.serve import refuse_if_unsafe

READY = "The worker is ready."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How much at once, and how long running work may take to end."""
    parser.add_argument("--concurrency", type=int, default=4, help="jobs at the same time (default: %(default)s)")
    parser.add_argument(
        "--grace", type=float, default=30.0, help="seconds for running jobs to end when told to stop (default: 30)"
    )


def execute(options: argparse.Namespace) -> int:
    """Check the set-up, then work until SIGTERM or SIGINT; jobs that are running then get their time to end."""
    refuse_if_unsafe()
    asyncio.run(_work(concurrency=options.concurrency, grace=options.grace))
    return 0


async def _work(*, concurrency: int, grace: float) -> None:
    from procrastinate.contrib.django import app

    # Not replace_connector: the tasks stay with Django's connector, so what a job defers joins the job's transaction.
    worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    async with worker_app.open_async():
        print(READY, flush=True)
        await worker_app.run_worker_async(concurrency=concurrency, shutdown_graceful_timeout=grace)
