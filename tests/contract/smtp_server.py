"""A real mail server on this machine that refuses, stalls and hangs up as it is told."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Handler:
    """Answers by the receiver's name; keeps what it took."""

    def __init__(self) -> None:
        self.taken: list[tuple[Envelope, EmailMessage]] = []

    async def handle_RCPT(
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("refused"):
            return f"550 5.1.1 no such user {address}"
        if address.startswith("later"):
            return f"450 4.2.0 come again {address}"
        if address.startswith("dropped") and server.transport is not None:
            server.transport.close()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        if envelope.rcpt_tos[0].startswith("spam"):
            return "554 5.7.1 not wanted"
        message: Any = BytesParser(policy=default).parsebytes(envelope.content or b"")  # type: ignore[arg-type]
        self.taken.append((envelope, message))
        return "250 OK"


@contextmanager
def server(**options: Any) -> Iterator[tuple[Handler, dict[str, Any]]]:
    """The running server's handler, and its address as `settings.EMAIL` would name it."""
    handler = Handler()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield handler, {"host": "127.0.0.1", "port": port, "user": "", "password": "", "security": "none"}
    finally:
        controller.stop(no_assert=True)
