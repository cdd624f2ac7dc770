"""The demo's stand-ins for Stripe, QuickPay and MitID."""

import argparse
import os
from pathlib import Path
from urllib.parse import urlsplit

from selvbetjening.config.listening import LOOPBACK, port_is_free
from selvbetjening.config.plain_error import PlainError
from selvbetjening.config.start import start_django

READY = "The gateways answer."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and where what they know is kept."""
    told = urlsplit(os.environ.get("STRIPE_API_BASE", ""))
    port = told.port if told.hostname == LOOPBACK and told.port else 8026
    parser.add_argument("--host", default=LOOPBACK, help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=port, help="default: the port of STRIPE_API_BASE, or 8026")
    parser.add_argument("--file", type=Path, default=None, help="default: gateways.json in VAR_DIR")


def execute(options: argparse.Namespace) -> int:
    """Answer until SIGTERM or SIGINT."""
    start_django()
    from django.conf import settings

    from selvbetjening.portals.sandbox.demo_only import refuse_outside_demo

    refuse_outside_demo()
    if not port_is_free(options.port, host=options.host):
        raise PlainError(f"Port {options.port} is taken. Choose another one: selvbetjening gateways --port N")
    from selvbetjening.portals.sandbox.gateways.server import serve
    from selvbetjening.portals.sandbox.mitid.provider import Provider

    serve(
        host=options.host, port=options.port, file=options.file or settings.VAR_DIR / "gateways.json",
        web_port=settings.PUBLIC_PORT, beside={"/mitid": Provider(web_port=settings.PUBLIC_PORT).answer},
        when_ready=lambda: print(READY, flush=True),
    )  # fmt: skip
    return 0
