"""The machine: Python, the port, host names, the mail server."""

import os
import socket
import sys
from collections.abc import Iterator

from selvbetjening.adapters.smtp import SmtpPost
from selvbetjening.config.doctor import Finding
from selvbetjening.config.environment import email
from selvbetjening.config.listening import answers, port_is_free
from selvbetjening.domain.messaging.ports import PostRefused
from selvbetjening.domain.organizations.rules.platform import BOOKKEEPERS

OLDEST_PYTHON = (3, 11)


def python() -> Iterator[Finding]:
    """Python's version."""
    version = ".".join(map(str, sys.version_info[:3]))
    old = sys.version_info < OLDEST_PYTHON
    yield Finding(f"Python {version}", "Install Python 3.11 or newer." if old else "")


def port() -> Iterator[Finding]:
    """Whether the web could listen."""
    number = int(os.environ.get("PORT") or 8000)
    if port_is_free(number):
        yield Finding(f"Port {number} is free")
        return
    yield Finding(
        f"Port {number} is taken",
        "If it is not Selvbetjening itself that listens there, choose another one in PORT.",
    )


def demo_web() -> Iterator[Finding]:
    """Whether the running demo's web answers where it said."""
    number, domain = int(os.environ["PUBLIC_PORT"]), os.environ["PORTAL_BASE_DOMAIN"]
    if answers(number, host_name=f"demo.{domain}", path="/readyz", seconds=5) == 200:
        yield Finding(f"The demo answers on port {number}")
    else:
        yield Finding(f"The demo does not answer on port {number}", "Stop it with Ctrl-C where it runs, then: make run")


def host_names() -> Iterator[Finding]:
    """Whether the portals' host names lead somewhere."""
    domain = os.environ.get("PORTAL_BASE_DOMAIN", "")
    if not domain:
        yield Finding("The portals' domain is not set", "Set PORTAL_BASE_DOMAIN, such as selvbetjening.example.")
        return
    # Browsers answer *.localhost themselves; many resolvers do not, and need not.
    for name in [] if domain == "localhost" else [f"staff.{domain}", f"{BOOKKEEPERS}.{domain}"]:
        try:
            socket.getaddrinfo(name, None)
        except OSError:
            yield Finding(f"The host name {name} is not known", f"Make a DNS record for *.{domain}.")
        else:
            yield Finding(f"The host name {name} is known")


def mail_server() -> Iterator[Finding]:
    """Whether the mail server answers. No mail is sent and nobody logs in."""
    address = os.environ.get("EMAIL_URL", "")
    if not address:
        yield Finding("No mail server is set", "Set EMAIL_URL, such as smtp+tls://user:password@mail.example:587.")
        return
    wanted = email(address)
    server = f"{wanted['host']}:{wanted['port']}"
    try:
        SmtpPost(wanted, timeout=5).try_out()
    except PostRefused as refusal:
        silent = refusal.code in {"no_connection", "timeout", "disconnected"}
        what = "does not answer" if silent else f"cannot be used ({refusal.code})"
        yield Finding(f"The mail server {server} {what}", "Check EMAIL_URL and the way there.")
    else:
        yield Finding(f"The mail server {server} answers")
