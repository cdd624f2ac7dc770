"""Serve the web: granian, a few processes with a few threads each, behind a proxy that speaks TLS."""

import argparse
import importlib
import multiprocessing
import os
from collections.abc import Callable
from typing import Any

from selvbetjening.config.lifeline import tie_to_parent
from selvbetjening.config.listening import LOOPBACK, port_is_free
from selvbetjening.config.plain_error import PlainError
from selvbetjening.config.start import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and with how many processes and threads."""
    parser.add_argument("--host", default=LOOPBACK, help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000), help="default: PORT, or 8000")
    parser.add_argument("--workers", type=int, default=2, help="processes (default: %(default)s)")
    parser.add_argument("--threads", type=int, default=4, help="threads per process (default: %(default)s)")


def execute(options: argparse.Namespace) -> int:
    """Check the set-up, then serve until SIGTERM or SIGINT."""
    from granian import Granian
    from granian.constants import Interfaces

    if not port_is_free(options.port, host=options.host):
        raise PlainError(f"Port {options.port} is taken. Choose another one: selvbetjening serve --port N")
    refuse_if_unsafe()
    _load_here_first()
    # Fresh processes: a forked one would share this one's database connections and threads.
    multiprocessing.set_start_method("spawn", force=True)
    server = Granian(
        "selvbetjening.config.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=options.threads,
        backlog=1024,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        log_access=False,
    )
    server.serve(target_loader=load)
    return 0


def load(target: str) -> Callable[..., Any]:
    """Load the application in a serving process, which from then on ends with its parent."""
    from granian._internal import load_target

    # Not os.getppid(): when the parent has died since it started this process, that is already somebody else.
    parent = multiprocessing.parent_process()
    tie_to_parent(parent.pid if parent else None)
    return load_target(target)


def _load_here_first() -> None:
    """An application that cannot be loaded ends the command; in a serving process it would be tried for ever."""
    importlib.import_module("selvbetjening.config.wsgi")
    from django.db import connections
    from django.db.backends.postgresql.base import DatabaseWrapper

    for connection in connections.all(initialized_only=True):
        connection.close()
        if isinstance(connection, DatabaseWrapper):
            connection.close_pool()  # type: ignore[attr-defined]  # the stubs do not know pools


def refuse_if_unsafe() -> None:
    """Set Django up and stop here when the database's roles or policies would not keep the companies apart (SEC-06).

    A login broker that is configured wrongly stops it, too.
    """
    from selvbetjening.config.guard import check_database, check_logins

    start_django()
    check_database()
    check_logins()
