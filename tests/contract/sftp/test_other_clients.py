"""curl, lftp and paramiko at our door, each with its own habits (annex C.5, SEC-103)."""

import subprocess

import paramiko
import pytest

from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.keep_output import keep_output
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from tests.sftp import IND, Sender, Server


def _run(words: list[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(words, capture_output=True, text=True, timeout=90, check=False)


def test_curl(sftp_server: Server, sender: Sender) -> None:
    """Annex C.5: it neither looks before nor after; `--ftp-create-dirs`; `-C -` goes on."""
    whole = sender.file("curl.txt", amounts=[100] * 2000).read_bytes()
    path = sender.file("curl.txt", whole[:70_000])
    words = [
        "curl", "-sS", "--insecure", "--key", str(sender.identity), "--pubkey", "", "--user", f"{sender.name}:",
        "--ftp-create-dirs", "-T", str(path), f"sftp://127.0.0.1:{sftp_server.port}{IND}/curl.txt",
    ]  # fmt: skip
    public = sender.folder / "curl.pub"
    public.write_bytes(sender.key.public)
    words[words.index("")] = str(public)
    _run(words)
    assert [row.state for row in sender.stagings()] == ["incomplete"]
    path.write_bytes(whole)
    ended = _run([*words[:1], "-C", "-", *words[1:]])
    assert ended.returncode == 0, ended.stderr
    (done,) = sender.deliveries()
    assert sender.content(done.id) == whole


def test_lftp(sftp_server: Server, sender: Sender) -> None:
    """Annex C.5: a temporary name first, then rename; `put -c`; parallel fetching."""
    path = sender.file("lftp.txt", amounts=[100] * 500)
    options = " ".join(word if word.startswith("-") else f"'{word}'" for word in sender.options(sftp_server))
    script = (
        f'set sftp:connect-program "ssh -a -x {options}"; set net:max-retries 1; set cmd:fail-exit yes; '
        f"set xfer:use-temp-file yes; set xfer:temp-file-name .in.*; "
        f"open -p {sftp_server.port} sftp://{sender.name}:@127.0.0.1; "
        f"put {path} -o {IND}/lftp.txt; pget -n 3 {IND}/lftp.txt -o {sender.folder}/back.txt; ls {IND}; bye"
    )
    ended = _run(["lftp", "-c", script])
    assert ended.returncode == 0, ended.stderr
    (done,) = sender.deliveries()
    assert (done.name, (sender.folder / "back.txt").read_bytes()) == ("lftp.txt", path.read_bytes())


def test_paramiko(sftp_server: Server, sender: Sender) -> None:
    """Annex C.5: it looks at the size after the close; files that lie ready are fetched, and put away (BP-48)."""
    path = sender.file("paramiko.txt", amounts=[100] * 300)
    ready = keep_output(
        sender.id, output=None, solution="betalingsservice", kind="payments", pbs_number="", name="svar.txt",
        chunks=[b"BS" * 50_000], environment="production", at=clock.now(),
    )  # fmt: skip
    transport = paramiko.Transport(("127.0.0.1", sftp_server.port))
    try:
        transport.connect(username=sender.name, pkey=paramiko.Ed25519Key.from_private_key_file(str(sender.identity)))
        client = paramiko.SFTPClient.from_transport(transport)
        assert client is not None
        client.put(str(path), f"{IND}/paramiko.txt")
        client.utime(f"{IND}/paramiko.txt", (1, 1))
        client.chmod(f"{IND}/paramiko.txt", 0o600)
        out = "/ud/betalingsservice"
        assert client.listdir(out) == ["svar.txt"]
        client.get(f"{out}/svar.txt", str(sender.folder / "svar.txt"))
        client.remove(f"{out}/svar.txt")
        assert client.listdir(out) == []
    finally:
        transport.close()
    assert (sender.folder / "svar.txt").read_bytes() == b"BS" * 50_000
    with within(sender.id):
        found = queries.out_file(sender.id, file=ready.id)
    assert found is not None and found.collected_at is not None
    (done,) = sender.deliveries()
    assert sender.content(done.id) == path.read_bytes()


def test_nothing_is_said_aloud_to_a_program_that_reads_the_text(sftp_server: Server, sender: Sender) -> None:
    """Annex C.3: paramiko has the words in the answer, and nothing beside it that nobody would fetch."""
    path = sender.file("a.txt")
    sender.sftp(sftp_server, f"put {path} {IND}/a.txt")
    with paramiko.Transport(("127.0.0.1", sftp_server.port)) as transport:
        transport.connect(username=sender.name, pkey=paramiko.Ed25519Key.from_private_key_file(str(sender.identity)))
        client = paramiko.SFTPClient.from_transport(transport)
        assert client is not None
        with pytest.raises(OSError, match="received already"):
            client.put(str(path), f"{IND}/a.txt")
        assert not client.get_channel().recv_stderr_ready()
