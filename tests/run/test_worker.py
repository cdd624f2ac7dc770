"""The worker as a process: told to stop when its database has gone at the same moment."""

import signal
import time

from selvbetjening.config.commands.worker import READY
from tests.run.installation import Installation

POOL_PATIENCE = 30
"""Seconds for which a connection pool waits for a server that is not there; the worker must not."""


def test_a_worker_whose_database_has_gone_ends_soon_after_it_is_told(installation: Installation) -> None:
    worker = installation.start("worker", "--grace", "1")
    try:
        assert worker.stdout is not None
        while READY not in worker.stdout.readline():
            assert worker.poll() is None
        installation.server.stop()
        time.sleep(1)  # it has noticed, and tries to come back
        worker.send_signal(signal.SIGTERM)
        worker.communicate(timeout=POOL_PATIENCE / 2)
    finally:
        worker.kill()
        installation.server.start()


def test_a_worker_with_nothing_to_do_ends_at_once_and_cleanly(installation: Installation) -> None:
    worker = installation.start("worker", "--grace", "1")
    try:
        assert worker.stdout is not None
        while READY not in worker.stdout.readline():
            assert worker.poll() is None
        worker.send_signal(signal.SIGTERM)
        worker.communicate(timeout=POOL_PATIENCE / 2)
        assert worker.returncode == 0
    finally:
        worker.kill()
