"""ClamAV's daemon, by INSTREAM over a unix or TCP socket. Whatever is not a clear "OK" is no pass (SEC-83)."""

import re
import socket
import struct
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from selvbetjening.domain.deliveries.ports import ScannerDown, Signatures, Verdict

#: Seconds to connect, for each piece sent, and for the verdict after the last one.
_CONNECT, _SEND, _VERDICT = 5.0, 30.0, 120.0
_PIECE: Final = 256 * 1024
_LONGEST_ANSWER: Final = 4096
_FOUND = re.compile(r"stream: ([\x21-\x7e]{1,200}) FOUND")


class ClamAv:
    """Asks the daemon at `settings.CLAMAV_ADDRESS`: `unix:/path` or `tcp://host:port`.

    Raises `ScannerDown` with `unreached`, `timeout`, `too_large` (beyond the daemon's StreamMaxLength), `cut` or
    `answer`. The daemon opens what it is given; it is to run without network and with limits of its own (SEC-84).
    """

    def __init__(self, address: str | None = None, *, verdict_within: float = _VERDICT) -> None:
        self.address: str = settings.CLAMAV_ADDRESS if address is None else address
        self.verdict_within = verdict_within

    def scan(self, chunks: Iterable[bytes]) -> Verdict:
        """One connection for one file."""
        with _as_down(), closing(self._connect()) as line:
            line.settimeout(_SEND)
            line.sendall(b"zINSTREAM\0")
            refused = not self._send(line, chunks)
            line.settimeout(self.verdict_within)
            return _verdict(_answer(line), refused)

    def signatures(self) -> Signatures:
        """What the daemon knows by, by VERSION: its own version and its signatures' (SEC-83). Raises `ScannerDown`."""
        with _as_down(), closing(self._connect()) as line:
            line.settimeout(_SEND)
            line.sendall(b"zVERSION\0")
            return _signatures(_answer(line))

    def _connect(self) -> socket.socket:
        if self.address.startswith("unix:"):
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(_CONNECT)
            try:
                line.connect(self.address.removeprefix("unix:"))
            except OSError:
                line.close()
                raise
            return line
        parts = urlsplit(self.address)
        if parts.scheme != "tcp" or not parts.hostname:
            raise ScannerDown("unreached")
        return socket.create_connection((parts.hostname, parts.port or 3310), timeout=_CONNECT)

    def _send(self, line: socket.socket, chunks: Iterable[bytes]) -> bool:
        """Whether everything was taken: the daemon closes early when a file is too large for it, and says so."""
        try:
            for chunk in chunks:
                for start in range(0, len(chunk), _PIECE):
                    piece = chunk[start : start + _PIECE]
                    line.sendall(struct.pack(">I", len(piece)) + piece)
            line.sendall(struct.pack(">I", 0))
        except (BrokenPipeError, ConnectionResetError):
            return False
        return True


def _answer(line: socket.socket) -> str:
    found = b""
    while not found.endswith(b"\0") and len(found) < _LONGEST_ANSWER:
        piece = line.recv(_LONGEST_ANSWER)
        if not piece:
            break
        found += piece
    return found.rstrip(b"\0\n").decode("ascii", "replace")


def _signatures(answer: str) -> Signatures:
    """Of `ClamAV 1.4.3/27810/Fri Nov 20 09:31:11 2026`; a daemon without signatures tells its version alone."""
    version, _number, made = ([*answer.split("/", 2), "", ""])[:3]
    if not version.startswith("ClamAV "):
        raise ScannerDown("answer")
    try:
        return Signatures(version, datetime.strptime(made, "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC))
    except ValueError:
        return Signatures(version, None)


def _verdict(answer: str, refused: bool) -> Verdict:
    if "size limit exceeded" in answer:
        raise ScannerDown("too_large")
    if found := _FOUND.fullmatch(answer):
        return Verdict(clean=False, signature=found[1])
    if refused or not answer:
        raise ScannerDown("cut")
    if answer == "stream: OK":
        return Verdict(clean=True)
    raise ScannerDown("answer")


@contextmanager
def _as_down() -> Iterator[None]:
    try:
        yield
    except TimeoutError:
        raise ScannerDown("timeout") from None
    except OSError:
        raise ScannerDown("unreached") from None
