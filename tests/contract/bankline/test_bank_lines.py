"""Every line to an external Betalingsservice keeps the same promises: over SFTP, and the folder (directdebit.ports)."""

import asyncio
import hashlib
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from selvbetjening.adapters.bankline import FolderLine, SftpLine, sftp
from selvbetjening.domain.directdebit.ports import BankLine, LineFailed, LineTerms
from tests.contract.bankline.other_end import sftp_bank, terms

NAME = "D0000000001-601.BS1"


@dataclass
class End:
    """A line, and the folders that the other end sees."""

    line: Callable[[], BankLine]
    there: Path
    ready: Path


@pytest.fixture(params=["folder", "sftp"])
def end(request: pytest.FixtureRequest, tmp_path: Path, settings: Any) -> Iterator[End]:
    if request.param == "folder":
        settings.BANK_LINE_FOLDER = tmp_path
        own = tmp_path / "company"
        yield End(lambda: FolderLine(terms=LineTerms(folder="company")), own / "to-bs", own / "from-bs")
        return
    for folder in ("ind", "ud"):
        (tmp_path / folder).mkdir()
    with sftp_bank(tmp_path) as port:
        yield End(lambda: SftpLine(terms=terms(port)), tmp_path / "ind", tmp_path / "ud")


def code_of(work: Callable[[], object]) -> str:
    with pytest.raises(LineFailed) as failed:
        work()
    return failed.value.code


def test_put_whole_under_its_name(end: End) -> None:
    """What was put is there, byte for byte, with its digest, and nothing else; a second put is refused and harmless."""
    data = bytes(range(256)) * 4_000
    with end.line() as line:
        assert line.sent(name=NAME) is None
        line.put(name=NAME, source=BytesIO(data), size=len(data))
        assert line.sent(name=NAME) == (len(data), hashlib.sha256(data).hexdigest())
        assert code_of(lambda: line.put(name=NAME, source=BytesIO(b"other"), size=5)) == "name_taken"
    assert (end.there / NAME).read_bytes() == data


def test_a_put_that_is_cut_leaves_nothing_under_the_name(end: End) -> None:
    """A size that does not agree, or a source that breaks: the name is free, and the next put succeeds."""

    class Breaks(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell():
                raise OSError("torn")
            return super().read(10)

    with end.line() as line:
        assert code_of(lambda: line.put(name=NAME, source=BytesIO(b"half"), size=8)) == "not_whole"
    with end.line() as line:
        assert code_of(lambda: line.put(name=NAME, source=Breaks(b"x" * 100), size=100)) in {"folder", "unreachable"}
    assert not (end.there / NAME).exists()
    with end.line() as line:
        line.put(name=NAME, source=BytesIO(b"whole"), size=5)
    assert (end.there / NAME).read_bytes() == b"whole"


def test_listed_and_fetched(end: End) -> None:
    """Files with size and time, folders left out, read to the end; what is not there is said."""
    with end.line() as line:
        assert list(line.listed()) == []
        (end.ready / "D1.BS1").write_bytes(b"a" * 300_000)
        (end.ready / "empty").write_bytes(b"")
        (end.ready / "folder").mkdir()
        found = {each.name: (each.size, each.modified > 0) for each in line.listed()}
        assert found == {"D1.BS1": (300_000, True), "empty": (0, True)}
        into = BytesIO()
        line.fetch(name="D1.BS1", into=into)
        assert into.getvalue() == b"a" * 300_000
        assert code_of(lambda: line.fetch(name="missing", into=BytesIO())) == "folder"
    assert (end.ready / "D1.BS1").exists()


@pytest.mark.parametrize("name", ["../D1", "a/b", "..", "", "/etc/passwd"])
def test_no_name_leads_out_of_the_folder(end: End, name: str) -> None:
    """A name that the other end made up reaches no other file."""
    with end.line() as line:
        assert code_of(lambda: line.fetch(name=name, into=BytesIO())) == "name"
        assert code_of(lambda: line.put(name=name, source=BytesIO(b"x"), size=1)) == "name"


def _open(given: LineTerms) -> None:
    with SftpLine(terms=given):
        pass


def test_who_the_server_is_and_who_we_are(tmp_path: Path) -> None:
    """SEC-101: another host key, none at all, or a stranger's key of ours: no connection, each with its own word."""
    stranger = asyncssh.generate_private_key("ssh-ed25519")
    with sftp_bank(tmp_path) as port:
        public, private = stranger.export_public_key().decode(), stranger.export_private_key().decode()
        assert code_of(lambda: _open(terms(port, host_keys=public))) == "host_key"
        assert code_of(lambda: _open(terms(port, host_keys=""))) == "host_key"
        assert code_of(lambda: _open(terms(port, host_keys="nonsense"))) == "host_key"
        assert code_of(lambda: _open(terms(port, private_key=private))) == "key_refused"
        assert code_of(lambda: _open(terms(port, username="somebody"))) == "key_refused"
        assert code_of(lambda: _open(terms(port, private_key="nonsense"))) == "own_key"
        _open(terms(port, host_keys=f"{public}\n{terms(port).host_keys}"))


def test_nobody_there() -> None:
    """A port where nobody listens is unreachable, and may be tried again."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(LineFailed) as failed:
            _open(terms(port))
    assert (failed.value.code, failed.value.is_permanent) == ("unreachable", False)


def test_a_connection_that_drops_in_the_middle(tmp_path: Path) -> None:
    """The server cuts the line at a block: nothing lies under the name, and the next line sends it whole."""
    (tmp_path / "ind").mkdir()
    data = b"x" * 2_000_000

    class Cuts(asyncssh.SFTPServer):
        blocks = 3

        def write(self, file_obj: object, offset: int, data: bytes) -> Any:
            type(self).blocks -= 1
            if type(self).blocks == 0:
                self._chan.get_connection().abort()
            return super().write(file_obj, offset, data)

    with sftp_bank(tmp_path, Cuts) as port:
        with SftpLine(terms=terms(port)) as line:
            assert code_of(lambda: line.put(name=NAME, source=BytesIO(data), size=len(data))) in {
                "connection_lost", "unreachable", "sftp",
            }  # fmt: skip
        assert not (tmp_path / "ind" / NAME).exists()
        with SftpLine(terms=terms(port)) as line:
            line.put(name=NAME, source=BytesIO(data), size=len(data))
            assert line.sent(name=NAME) == (len(data), hashlib.sha256(data).hexdigest())


def test_a_server_that_gives_a_byte_now_and_then_keeps_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """17.2: each block comes in time, and the whole never would: the time of the connection ends."""
    (tmp_path / "ud").mkdir()
    (tmp_path / "ud" / NAME).write_bytes(b"x" * 100_000)
    (tmp_path / "ud" / "other").write_bytes(b"x")

    class Trickles(asyncssh.SFTPServer):
        async def read(self, file_obj: object, offset: int, size: int) -> bytes:
            await asyncio.sleep(0.05)
            return b"x" if offset < 100_000 else b""

    monkeypatch.setattr(sftp, "_ALL", 3.0)
    with sftp_bank(tmp_path, Trickles) as port, SftpLine(terms=terms(port)) as line:
        come = BytesIO()
        assert code_of(lambda: line.fetch(name=NAME, into=come)) == "timeout"
        assert come.tell() < 100_000
        assert code_of(lambda: line.fetch(name="other", into=BytesIO())) == "timeout"
