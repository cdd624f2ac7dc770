"""The virus scanner's socket: only a clear OK passes, everything else waits or is caught (SEC-83)."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from selvbetjening.adapters.clamav import ClamAv, NoScanner
from selvbetjening.adapters.clamav.nobody import _EICAR
from selvbetjening.config.doctor.scanner import virus_scanner
from selvbetjening.domain.deliveries.ports import ScannerDown
from selvbetjening.kernel import clock


def take(line: socket.socket) -> bytes:
    """What a client streams, by the daemon's rules; asserts that it keeps to them."""
    held = b""

    def read(count: int) -> bytes:
        nonlocal held
        while len(held) < count:
            piece = line.recv(65_536)
            if not piece:
                raise EOFError
            held += piece
        found, held = held[:count], held[count:]
        return found

    assert read(10) == b"zINSTREAM\0"
    content = b""
    while length := struct.unpack(">I", read(4))[0]:
        content += read(length)
    return content


@contextmanager
def daemon(answer: Callable[[socket.socket], None], where: Path | None) -> Iterator[str]:
    """Somebody who answers one client, on a unix socket at `where` or on a port of this machine."""
    server = socket.socket(socket.AF_UNIX if where else socket.AF_INET)
    server.bind(str(where) if where else ("127.0.0.1", 0))
    server.listen(1)

    def serve() -> None:
        line, _ = server.accept()
        with closing(line):
            answer(line)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    with closing(server):
        yield f"unix:{where}" if where else f"tcp://127.0.0.1:{server.getsockname()[1]}"
    thread.join(5)


def says(text: bytes) -> Callable[[socket.socket], None]:
    def answer(line: socket.socket) -> None:
        take(line)
        line.sendall(text)

    return answer


@pytest.mark.parametrize("unix", [True, False])
def test_the_whole_file_is_seen_and_the_verdict_believed(unix: bool, tmp_path: Path) -> None:
    """SEC-83: over a unix and a TCP socket, in pieces of any size."""
    seen: list[bytes] = []

    def answer(line: socket.socket) -> None:
        seen.append(take(line))
        line.sendall(b"stream: Eicar-Test-Signature FOUND\0" if _EICAR in seen[-1] else b"stream: OK\0")

    for content, clean in ((b"BS" * 400_000, True), (b"a" * 300_000 + _EICAR, False)):
        with daemon(answer, tmp_path / f"{clean}.ctl" if unix else None) as address:
            verdict = ClamAv(address).scan([content[:7], b"", content[7:]])
        assert (verdict.clean, verdict.signature) == (clean, "" if clean else "Eicar-Test-Signature")
        assert seen[-1] == content


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "cut"), (b"stream: ", "answer"), (b"INSTREAM size limit exceeded. ERROR\0", "too_large"),
        (b"stream: OK, but FOUND\0", "answer"), (b"OK\0", "answer"), (b"stream: OK\nstream: X FOUND\0", "answer"),
    ],
)  # fmt: skip
def test_whatever_is_not_a_clear_answer_is_no_pass(text: bytes, code: str) -> None:
    """SEC-83: fail closed."""
    with daemon(says(text), None) as address, pytest.raises(ScannerDown, match=f"^{code}$"):
        ClamAv(address).scan([b"BS"])


def test_nobody_there_too_slow_or_hung_up_is_no_pass(tmp_path: Path) -> None:
    """SEC-83, SEC-150."""
    for address in (f"unix:{tmp_path}/none.ctl", "tcp://127.0.0.1:1", "http://x", ""):
        with pytest.raises(ScannerDown, match="unreached"):
            ClamAv(address).scan([b"BS"])
    gone = threading.Event()

    def silent(line: socket.socket) -> None:
        take(line)
        gone.wait(5)

    with daemon(silent, None) as address:
        with pytest.raises(ScannerDown, match="timeout"):
            ClamAv(address, verdict_within=0.2).scan([b"BS"])
        gone.set()


def test_the_demo_s_scanner_finds_the_test_file_over_the_edge_of_pieces() -> None:
    """SEC-83."""
    for cut in range(len(_EICAR) + 1):
        assert not NoScanner().scan([b"x" + _EICAR[:cut], _EICAR[cut:] + b"x"]).clean
    assert NoScanner().scan([b"BS", b"x"]).clean


@pytest.mark.parametrize(
    ("answer", "age"),
    [
        (b"ClamAV 1.4.3/27810/%s\0", 1),
        (b"ClamAV 1.4.3/27810/%s\0", 5),
        (b"ClamAV 1.4.3\0", None),
    ],
)
def test_the_signatures_age_is_told_by_the_doctor(
    answer: bytes, age: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SEC-83: VERSION over the daemon's socket; older than four days, or none at all, is something to do."""
    made = clock.now() - timedelta(days=age or 0)

    def tell(line: socket.socket) -> None:
        assert line.recv(64) == b"zVERSION\0"
        line.sendall(answer % made.strftime("%a %b %e %H:%M:%S %Y").encode() if age else answer)

    monkeypatch.delenv("SELVBETJENING_DEMO", raising=False)
    with daemon(tell, tmp_path / "clamd") as address:
        monkeypatch.setenv("CLAMAV_ADDRESS", address)
        (found,) = virus_scanner()
    assert found.fine is (age == 1) and ("5 days old" in found.what) is (age == 5)
    assert ("no signatures" in found.what) is (age is None)


def test_a_scanner_that_is_away_or_says_something_else_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SEC-83: and in the demo, or with another adapter, there is none to look at."""
    monkeypatch.delenv("SELVBETJENING_DEMO", raising=False)
    monkeypatch.setenv("CLAMAV_ADDRESS", f"unix:{tmp_path}/nobody")
    assert "does not answer" in next(virus_scanner()).what
    with daemon(lambda line: line.sendall(b"UNKNOWN COMMAND\0"), tmp_path / "clamd") as address:
        monkeypatch.setenv("CLAMAV_ADDRESS", address)
        assert not next(virus_scanner()).fine
    monkeypatch.setenv("SELVBETJENING_DEMO", "1")
    assert list(virus_scanner()) == []
