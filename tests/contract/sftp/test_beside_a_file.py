"""Sidecars, markers, empty files and an own list of temporary names, with real clients (BP-44, annex C.4, C.5)."""

import hashlib

import paramiko

from selvbetjening.domain.deliveries.models import DeliveryReceipt
from selvbetjening.domain.identity.actions.ssh_habits import choose_habits
from selvbetjening.domain.identity.rules.ssh_habits import Habits
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests.sftp import IND, Sender, Server


def codes(sender: Sender) -> list[str]:
    with within(sender.id):
        rows = DeliveryReceipt.objects.filter(organization_id=sender.id).order_by("issued_at", "id")
        return [row.facts["code"] for row in rows]


def test_the_marker_last_as_danish_systems_do(sftp_server: Server, sender: Sender) -> None:
    """Annex C.4, C.5: an empty file last is received without an error, stays listed, and is no delivery."""
    path, ready = sender.file("a.txt"), sender.file("a.ok", b"")
    shown = sender.sftp(sftp_server, f"put {path} {IND}/a.txt", f"put {ready} {IND}/a.ok", f"ls -l {IND}").stdout
    assert "a.ok" in shown
    assert [done.name for done in sender.deliveries()] == ["a.txt"]
    assert codes(sender) == ["received", "marker.fits"]
    sender.sftp(sftp_server, f"put {ready} {IND}/a.ok", f"rm {IND}/a.ok")
    assert "a.ok" not in sender.sftp(sftp_server, f"ls {IND}").stdout


def test_paramiko_looks_at_its_empty_file_after_the_close(sftp_server: Server, sender: Sender) -> None:
    """Annex C.4 "stays visible with the same size": `put` fails where what was put is not there."""
    empty = sender.file("SLUT", b"")
    transport = paramiko.Transport(("127.0.0.1", sftp_server.port))
    try:
        transport.connect(username=sender.name, pkey=paramiko.Ed25519Key.from_private_key_file(str(sender.identity)))
        client = paramiko.SFTPClient.from_transport(transport)
        assert client is not None
        assert client.put(str(empty), f"{IND}/SLUT").st_size == 0
        with client.open(f"{IND}/SLUT") as found:
            assert found.read() == b""
    finally:
        transport.close()
    assert (sender.deliveries(), codes(sender)) == ([], ["marker.empty"])


def test_a_sidecar_before_its_file_and_after_it(sftp_server: Server, sender: Sender) -> None:
    """BP-44, annex C.4: a wrong one fails the client's `put`, plainly; the right one afterwards lets the file go."""
    path = sender.file("b.txt")
    wrong = sender.file("b.txt.sha256", b"0" * 64 + b"  b.txt\n")
    sender.sftp(sftp_server, f"put {wrong} {IND}/b.txt.sha256")
    refused = sender.sftp(sftp_server, f"put {path} {IND}/b.txt", check=False)
    assert refused.returncode != 0 and sender.deliveries() == []
    assert "sidecar.differs" in codes(sender)
    right = sender.file("right", hashlib.sha256(path.read_bytes()).hexdigest().encode() + b" *b.txt\n")
    sender.sftp(sftp_server, f"put {right} {IND}/b.txt.sha256.tmp", f"rename {IND}/b.txt.sha256.tmp {IND}/b.txt.sha256")
    (done,) = sender.deliveries()
    assert (done.name, done.unproven, sender.content(done.id)) == ("b.txt", False, path.read_bytes())
    late = sender.sftp(sftp_server, f"put {wrong} {IND}/b.txt.sha256", check=False)
    assert late.returncode != 0 and "marker.differs" in codes(sender)
    assert len(sender.deliveries()) == 1


def test_the_user_s_own_temporary_names(sftp_server: Server, sender: Sender) -> None:
    """Annex C.4 "list is a setting": of a live connection's next file on, and `.part` is then a name like any other."""
    choose_habits(
        sender.id, account=sender.account.id, habits=Habits(temporary=("*.undervejs",)), actor=SYSTEM, at=clock.now()
    )
    path = sender.file("c.txt")
    sender.sftp(sftp_server, f"put {path} {IND}/c.txt.undervejs")
    assert sender.deliveries() == []
    assert [row.is_temporary for row in sender.stagings()] == [True]
    sender.sftp(sftp_server, f"rename {IND}/c.txt.undervejs {IND}/c.txt")
    sender.sftp(sftp_server, f"put {sender.file('d', identification='2')} {IND}/d.part")
    assert [done.name for done in sender.deliveries()] == ["c.txt", "d.part"]
    told = sender.sftp(sftp_server, f"get /LAESMIG.txt {sender.folder}/l.txt")
    assert told.returncode == 0 and "*.undervejs" in (sender.folder / "l.txt").read_text()
