"""The demo's stand-in for a mail server: whatever is sent ends in the mailbox page."""

import argparse
import os
from urllib.parse import urlsplit

from selvbetjening.config.start import start_django

READY = "The mailbox takes mail."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen."""
    address = urlsplit(os.environ.get("EMAIL_URL", "smtp://127.0.0.1:8025"))
    parser.add_argument("--host", default=address.hostname)
    parser.add_argument("--port", type=int, default=address.port)


def execute(options: argparse.Namespace) -> int:
    """Take mail until SIGTERM or SIGINT."""
    start_django()
    from selvbetjening.portals.sandbox.mailserver import serve

    serve(host=options.host, port=options.port, when_ready=lambda: print(READY, flush=True))
    return 0
