"""Sends the webhooks: one after the other, to this machine only."""

import ssl
import threading
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Final
from urllib.parse import SplitResult, urlsplit

from selvbetjening.portals.sandbox.gateways import notices
from selvbetjening.portals.sandbox.gateways.state import Notice, State

HERE: Final = ("127.0.0.1", "localhost", "::1")
SECONDS: Final = 10.0
_FINE: Final = {*range(200, 300), 302, 303}


def place(state: State, url: str, via: str) -> tuple[str, int]:
    """Where to connect to. Raises ValueError for what is not on this machine: the demo talks to nobody else.

    The demo's own names (`*.localhost`) are found on the port that the demo has now, whatever it was when the address
    was told.
    """
    parts = urlsplit(f"//{via}" if via else url)
    host = parts.hostname or ""
    if host not in HERE and not host.endswith(".localhost"):
        raise ValueError(f"{host} is not this machine; say via=127.0.0.1:port where it stands for another name")
    port = parts.port or (443 if url.startswith("https:") else 80)
    if host.endswith(".localhost") and not via:
        port = state.web_port or port
    return "127.0.0.1" if host.endswith("localhost") else host, port


def send(state: State, notice: Notice) -> str:
    """Try once, without holding the lock while waiting, and return what was answered."""
    with state.lock:
        if notice.merchant not in state.merchants:
            return "forgotten"  # control has reset everything since it was chosen
        url, merchant = notices.address(state, notice), state.merchants[notice.merchant]
        headers, body, via = notices.headers(state, notice), notice.body.encode(), merchant.via
    try:
        status = _post(url, place(state, url, via), headers, body)
        answer, fine = str(status), status in _FINE
    except (OSError, HTTPException, ValueError) as error:
        answer, fine = f"{type(error).__name__}: {error}", False
    with state.lock:
        notices.tried(state, notice, answer=answer, fine=fine)
        state.save()
    return answer


def _post(url: str, there: tuple[str, int], headers: dict[str, str], body: bytes) -> int:
    parts = urlsplit(url)
    connection = _connection(parts, *there)
    try:
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        connection.request("POST", path, body, {**headers, "Host": parts.netloc, "User-Agent": "gateways stand-in"})
        response = connection.getresponse()
        response.read()
        return response.status
    finally:
        connection.close()


def _connection(parts: SplitResult, host: str, port: int) -> HTTPConnection:
    if parts.scheme != "https":
        return HTTPConnection(host, port, timeout=SECONDS)
    # The receiver is on this machine, with a certificate of its own making (tests) or the proxy's.
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return HTTPSConnection(host, port, timeout=SECONDS, context=context)


class Sender(threading.Thread):
    """Looks for something to send, ten times a second, until `end`."""

    def __init__(self, state: State) -> None:
        super().__init__(name="webhooks", daemon=True)
        self._state = state
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.is_set():
            with self._state.lock:
                notice = notices.next_one(self._state)
            if notice is None:
                self._ended.wait(0.05)
            else:
                send(self._state, notice)

    def end(self) -> None:
        """Stop after the one at hand."""
        self._ended.set()
        if self.is_alive():
            self.join(timeout=SECONDS)
