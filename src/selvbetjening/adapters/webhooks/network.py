"""The way out: one look-up, an address that was judged, and an end that nobody can put off (SEC-70 to SEC-72)."""

import base64
import socket
import ssl
import time
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Any, Final
from urllib.parse import urlsplit

import httpcore

from selvbetjening.domain.webhooks.ports import NotSent
from selvbetjening.kernel.internet import Network, is_outside

CONNECT: Final = 3.0
TOTAL: Final = 10.0
_LONGEST_ANSWER_OF_PROXY: Final = 4_096
#: The system's resolver has no end of its own; whoever hangs there hangs alone.
_RESOLVERS: Final = ThreadPoolExecutor(max_workers=16, thread_name_prefix="webhook-names")


@dataclass
class Deadline:
    """The end of one message's try."""

    ends: float

    def left(self, most: float | None = None) -> float:
        """Seconds that are left. Raises `NotSent` where none are."""
        left = self.ends - time.monotonic()
        if left <= 0:
            raise NotSent("timeout")
        return left if most is None else min(left, most)


def look_up(*, host: str, port: int, inner: bool, own: Iterable[Network], deadline: Deadline) -> list[str]:
    """The addresses of the name, all judged: one that may not be met refuses the whole. Raises `NotSent`."""
    asked: Future[list[Any]] = _RESOLVERS.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    try:
        found = [ip_address(each[4][0]) for each in asked.result(timeout=deadline.left(CONNECT))]
    except TooLate:
        raise NotSent("timeout") from None
    except (OSError, UnicodeError, ValueError):  # with a scope id, too: that is no address of the open internet
        raise NotSent("unknown_host") from None
    if not inner and not all(is_outside(each, own=own) for each in found):
        raise NotSent("inner_host")
    if not found:
        raise NotSent("unknown_host")
    return list(dict.fromkeys(str(each) for each in found))


class JudgedBackend(httpcore.NetworkBackend):
    """Connects to the judged addresses, whatever name it is asked for: nothing is looked up a second time.

    With a proxy the tunnel is asked for by address, too, so that the proxy looks nothing up either.
    """

    def __init__(self, *, addresses: list[str], deadline: Deadline, proxy: str = "") -> None:
        self.addresses, self.deadline, self.proxy = addresses, deadline, proxy

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        """A stream to the first of the addresses that answers. Raises `httpcore.ConnectError`, `NotSent`."""
        until = Deadline(time.monotonic() + self.deadline.left(CONNECT))
        for address in self.addresses:
            try:
                if self.proxy:
                    return BoundedStream(_tunnel(self.proxy, address, port, until), self.deadline)
                return BoundedStream(socket.create_connection((address, port), timeout=until.left()), self.deadline)
            except OSError:
                continue
        raise httpcore.ConnectError("no address answered")

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        """Never: a webhook goes to the open internet."""
        raise httpcore.ConnectError("not over a local socket")


class BoundedStream(httpcore.NetworkStream):
    """A socket whose every read and write ends with the whole try: no drip of single bytes puts the end off."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self.sock, self.deadline = sock, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Some bytes, none at the end. Raises `NotSent`, `httpcore.ReadError`."""
        self.sock.settimeout(self.deadline.left())
        try:
            return self.sock.recv(max_bytes)
        except TimeoutError:
            raise NotSent("timeout") from None
        except OSError as error:
            raise httpcore.ReadError(str(error)) from None

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """All of it. Raises `NotSent`, `httpcore.WriteError`."""
        try:
            while buffer:
                self.sock.settimeout(self.deadline.left())
                buffer = buffer[self.sock.send(buffer) :]
        except TimeoutError:
            raise NotSent("timeout") from None
        except OSError as error:
            raise httpcore.WriteError(str(error)) from None

    def close(self) -> None:
        """Let go of it."""
        self.sock.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """With SNI and the certificate's check for the name that the company gave. Raises `NotSent`."""
        self.sock.settimeout(self.deadline.left())
        try:
            return BoundedStream(ssl_context.wrap_socket(self.sock, server_hostname=server_hostname), self.deadline)
        except TimeoutError:
            raise NotSent("timeout") from None
        except (ssl.SSLError, OSError, ValueError):
            self.sock.close()
            raise NotSent("tls") from None

    def get_extra_info(self, info: str) -> Any:
        """Whether there is something to read; nothing else is told."""
        return self.sock if info == "socket" else None


def own_networks(*, names: Iterable[str]) -> tuple[Network, ...]:
    """Ranges from the settings."""
    return tuple(ip_network(name) for name in names)


def _tunnel(proxy: str, address: str, port: int, until: Deadline) -> socket.socket:
    parts = urlsplit(proxy)
    sock = socket.create_connection((parts.hostname or "", parts.port or 3128), timeout=until.left())
    try:
        target = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
        lines = [f"CONNECT {target} HTTP/1.1", f"Host: {target}"]
        if parts.username:
            token = base64.b64encode(f"{parts.username}:{parts.password or ''}".encode()).decode()
            lines.append(f"Proxy-Authorization: Basic {token}")
        sock.sendall("\r\n".join([*lines, "", ""]).encode())
        answer = b""
        while b"\r\n\r\n" not in answer and len(answer) < _LONGEST_ANSWER_OF_PROXY:
            sock.settimeout(until.left())
            piece = sock.recv(1)  # not a byte of what comes after
            if not piece:
                break
            answer += piece
        if b" 200 " not in answer.split(b"\r\n", 1)[0] + b" ":
            raise OSError("the proxy let nobody through")
    except BaseException:
        sock.close()
        raise
    return sock
