"""The demo's stand-in for a mail server: it takes every mail and puts it into the mailbox, and posts nothing on."""

import signal
import threading
from collections.abc import Callable

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from selvbetjening.portals.sandbox import mailbox


class Keeper:
    """Stores what comes."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Answer only when the mail lies in its file: what was taken is never lost."""
        content = envelope.content or b""
        mailbox.keep(content if isinstance(content, bytes) else content.encode())
        return "250 kept in the demo's mailbox"


def serve(*, host: str, port: int, when_ready: Callable[[], None]) -> None:
    """Take mail until SIGTERM or SIGINT. Raises OSError when the port is taken."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    controller = Controller(Keeper(), hostname=host, port=port, enable_SMTPUTF8=True)
    controller.start()
    try:
        when_ready()
        stop.wait()
    finally:
        controller.stop()
