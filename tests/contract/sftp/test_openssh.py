"""OpenSSH's own clients at our door, as companies use them (BP-41, annex C.5, SEC-103)."""

import time
from pathlib import Path

from selvbetjening.domain.identity.models import SshAttempt
from tests.sftp import IND, Sender, Server


def noted(sender: Sender, wanted: str) -> list[str]:
    """What the doctor has of the sender's user, once this is among it (BM-08: within two seconds)."""
    ends = time.monotonic() + 10
    while True:
        found = list(SshAttempt.objects.filter(user_name=sender.name).order_by("at").values_list("verdict", flat=True))
        if wanted in found or time.monotonic() > ends:
            return found
        time.sleep(0.1)


def test_put_is_a_delivery(sftp_server: Server, sender: Sender) -> None:
    """BP-41, SEC-102, SEC-103: with times and modes; the file stays visible with its size, and its name is taken."""
    path = sender.file("opkraevning.txt")
    sender.sftp(sftp_server, f"put -p {path} {IND}/opkraevning.txt")
    (done,) = sender.deliveries()
    assert (done.name, done.size, done.door, done.environment) == (
        "opkraevning.txt", path.stat().st_size, "sftp", "production",
    )  # fmt: skip
    assert (done.key_fingerprint, done.sftp_user, done.address) == (sender.key.fingerprint, sender.name, "127.0.0.1")
    assert sender.content(done.id) == path.read_bytes()
    listed = sender.sftp(sftp_server, f"ls -l {IND}").stdout
    assert f"{path.stat().st_size} " in listed and "opkraevning.txt" in listed
    again = sender.sftp(sftp_server, f"put {path} {IND}/Opkraevning.TXT", check=False)
    assert again.returncode != 0
    assert "Permission denied" in again.stderr
    assert len(sender.deliveries()) == 1


def test_the_tree(sftp_server: Server, sender: Sender) -> None:
    """BP-43, annex C.1: only the folders of the tree, and never above the root."""
    shown = sender.sftp(
        sftp_server, "pwd", "ls -1 /", "ls -1 /ind", "ls -1 /ud/../ud/./", f"get /LAESMIG.txt {sender.folder}/l.txt",
        "cd /../../..", "pwd",
    ).stdout  # fmt: skip
    for name in ("ind", "ud", "kvittering", "proev", "LAESMIG.txt", "STATUS.txt", "betalingsservice"):
        assert name in shown
    assert "test" not in shown.replace(str(sender.folder), "")
    told = (sender.folder / "l.txt").read_bytes().decode()
    assert sender.name in told and "\r\n" in told
    for command in (
        f"put {sender.identity} /x",
        "mkdir /ind/andet",
        "rmdir /ind",
        "ln -s /a /b",
        "get /etc/passwd /dev/null",
    ):
        assert sender.sftp(sftp_server, command, check=False).returncode != 0
    assert sender.sftp(sftp_server, "mkdir /ind/betalingsservice").returncode == 0
    assert sender.stagings() == []


def test_test_users_see_test_only(sftp_server: Server, tmp_path: Path) -> None:
    """BP-50: own names, own folders, and a delivery that is marked."""
    tester = Sender(tmp_path / "t", environment="test")
    assert tester.name[0] == "t"
    path = tester.file("a.txt")
    shown = tester.sftp(sftp_server, "ls -1 /", "ls -1 /test", f"put {path} /test{IND}/a.txt").stdout
    assert "/ind" not in shown.replace("/test/ind", "") and "kvittering" in shown
    assert tester.sftp(sftp_server, f"put {path} {IND}/b.txt", check=False).returncode != 0
    assert [done.environment for done in tester.deliveries()] == ["test"]


def test_reput_goes_on_where_it_stopped(sftp_server: Server, sender: Sender) -> None:
    """Annex C.2, C.5: an incomplete file is refused, kept, and gone on with; then it is one delivery, whole.

    BM-08: the doctor says once that it was not whole, with the way out.
    """
    whole = sender.file("stor.txt", amounts=[100] * 4000).read_bytes()
    path = sender.file("stor.txt", whole[: len(whole) // 2])
    first = sender.sftp(sftp_server, f"put {path} {IND}/stor.txt", check=False)
    assert first.returncode != 0 and sender.deliveries() == []
    assert [row.state for row in sender.stagings()] == ["incomplete"]
    assert [each for each in noted(sender, "incomplete") if each != "ok"] == ["incomplete"]
    path.write_bytes(whole)
    sender.sftp(sftp_server, f"reput {path} {IND}/stor.txt")
    (done,) = sender.deliveries()
    assert sender.content(done.id) == whole
    assert len(sender.stagings()) == 1


def test_temporary_names_and_rename(sftp_server: Server, sender: Sender) -> None:
    """Annex C.4: nothing is delivered before it has its real name, by the standard's rename and by OpenSSH's."""
    path = sender.file("a.txt")
    sender.sftp(sftp_server, f"put {path} {IND}/a.txt.filepart")
    assert sender.deliveries() == []
    sender.sftp(sftp_server, f"rename {IND}/a.txt.filepart {IND}/a.txt")
    sender.sftp(
        sftp_server,
        f"put {sender.file('b.txt', identification='2')} {IND}/.in.b.txt",
        f"rename -l {IND}/.in.b.txt {IND}/b.txt",
    )
    assert [done.name for done in sender.deliveries()] == ["a.txt", "b.txt"]
    late = sender.file("c.txt", identification="3")
    sender.sftp(sftp_server, f"put {late} {IND}/c.tmp")
    for command in (
        f"rename {IND}/c.tmp {IND}/a.txt",
        f"rename {IND}/c.tmp /proev/c.txt",
        f"rename {IND}/a.txt {IND}/d.txt",
    ):
        assert sender.sftp(sftp_server, command, check=False).returncode != 0
    sender.sftp(sftp_server, f"rm {IND}/c.tmp")
    assert sender.sftp(sftp_server, f"rm {IND}/a.txt", check=False).returncode != 0
    assert len(sender.deliveries()) == 2


def test_scp_over_sftp_and_not_the_old_way(sftp_server: Server, sender: Sender) -> None:
    """Annex C.5, SEC-90: scp writes without TRUNC, then sets the size; `-O` wants to run a program and may not."""
    path = sender.file("scp.txt")
    sender.file("long.txt", path.read_bytes() + b"x" * 5000)
    first = sender.scp(sftp_server, str(sender.folder / "long.txt"), f"127.0.0.1:{IND}/scp.tmp")
    assert first.returncode == 0
    sender.scp(sftp_server, "-p", str(path), f"127.0.0.1:{IND}/scp.tmp")
    sender.sftp(sftp_server, f"rename {IND}/scp.tmp {IND}/scp.txt")
    (done,) = sender.deliveries()
    assert sender.content(done.id) == path.read_bytes()
    sender.scp(sftp_server, "-p", str(sender.file("to.txt", identification="2")), f"127.0.0.1:{IND}/to.txt")
    assert len(sender.deliveries()) == 2
    assert sender.scp(sftp_server, "-O", str(path), f"127.0.0.1:{IND}/old.txt", check=False).returncode != 0
    back = sender.folder / "back.txt"
    sender.scp(sftp_server, f"127.0.0.1:{IND}/scp.txt", str(back))
    assert back.read_bytes() == path.read_bytes()


def test_nothing_but_sftp(sftp_server: Server, sender: Sender) -> None:
    """SEC-90: exec, shell, forwarding in both directions, an agent and X11 are refused."""
    for words in (
        ["127.0.0.1", "id"],
        ["127.0.0.1"],
        ["-tt", "127.0.0.1"],
        ["-A", "127.0.0.1", "env"],
        ["-X", "127.0.0.1", "env"],
    ):
        ended = sender.ssh(sftp_server, *words)
        assert ended.returncode != 0
        assert ended.stdout == ""
    there = sender.ssh(sftp_server, "-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:22", "127.0.0.1")
    assert "forwarding failed" in there.stderr
    here = sender.ssh(sftp_server, "-W", f"127.0.0.1:{sftp_server.port}", "127.0.0.1")
    assert here.returncode != 0 and "SSH-2.0" not in here.stdout


def test_why_something_is_refused_is_shown(sftp_server: Server, sender: Sender, tmp_path: Path) -> None:
    """Annex C.3: OpenSSH throws an answer's text away and shows the channel's stderr; a curious look says nothing."""
    path = sender.file("a.txt")
    sender.sftp(sftp_server, f"put {path} {IND}/a.txt")
    again = sender.sftp(sftp_server, f"put {path} {IND}/a.txt", check=False).stderr
    assert "vælg et andet navn / received already as" in again
    assert "not allowed here" in sender.sftp(sftp_server, f"put {path} /kvittering/a.txt", check=False).stderr
    assert "not allowed here" in sender.scp(sftp_server, str(path), "127.0.0.1:/kvittering/", check=False).stderr
    assert " / " not in sender.sftp(sftp_server, f"-ls {IND}/findes-ikke").stderr
    many = sender.sftp(sftp_server, *[f"-put {path} {IND}/a.txt"] * 25, f"ls {IND}")
    assert many.stderr.count("received already") == 20 and "a.txt" in many.stdout
    fetcher = Sender(tmp_path / "f", grant=["fetch"])
    assert "you may not send files" in fetcher.sftp(sftp_server, f"put {path} {IND}/b.txt", check=False).stderr
