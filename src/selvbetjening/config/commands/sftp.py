"""Serve files over SFTP: a process of its own, beside the web (business-portal.md annex C)."""

import argparse

from selvbetjening.config.commands.serve import refuse_if_unsafe

READY = "The SFTP server listens"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen."""
    parser.add_argument("--host", default="", help="the address to listen on (default: all)")
    parser.add_argument("--port", type=int, default=None, help="default: SFTP_PORT, or 22")


def execute(options: argparse.Namespace) -> int:
    """Check the set-up, then serve until SIGTERM or SIGINT; what is being sent is then put aside."""
    refuse_if_unsafe()
    from django.conf import settings

    from selvbetjening.portals.sftp.serving import serve

    serve(
        host=options.host,
        port=settings.SFTP_PORT if options.port is None else options.port,
        host_key_files=settings.SFTP_HOST_KEY_FILES,
        when_ready=lambda port: print(f"{READY} on port {port}.", flush=True),
    )
    return 0
