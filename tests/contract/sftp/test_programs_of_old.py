"""Programs that only put and get in `/`, and those that know no names but the old ones (BP-43, BP-48)."""

from collections.abc import Iterator
from contextlib import contextmanager

import paramiko
import pytest

from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.keep_output import keep_output
from selvbetjening.domain.deliveries.actions.receipts import sign_receipts
from selvbetjening.domain.deliveries.models import OutFile
from selvbetjening.domain.deliveries.queries import OutFile as Kept
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.identity.actions.ssh_habits import choose_habits
from selvbetjening.domain.identity.rules.ssh_habits import Habits, SshNaming
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests.sftp import IND, Sender, Server

UD = "/ud/betalingsservice"


def behave(sender: Sender, *, all_in_root: bool = False, naming: SshNaming = SshNaming.PORTAL) -> None:
    habits = Habits(all_in_root=all_in_root, naming=naming)
    choose_habits(sender.id, account=sender.account.id, habits=habits, actor=SYSTEM, at=clock.now())


def ready(sender: Sender, name: str, data: bytes = b"BS" * 500) -> Kept:
    return keep_output(
        sender.id, output=None, solution="betalingsservice", kind="payments", pbs_number="", name=name, chunks=[data],
        environment="test" if sender.environment == "test" else "production", at=clock.now(),
    )  # fmt: skip


def signed(sender: Sender) -> None:
    sign_receipts(sender.id, at=clock.now())


@contextmanager
def program(sftp_server: Server, sender: Sender) -> Iterator[paramiko.SFTPClient]:
    transport = paramiko.Transport(("127.0.0.1", sftp_server.port))
    try:
        transport.connect(username=sender.name, pkey=paramiko.Ed25519Key.from_private_key_file(str(sender.identity)))
        client = paramiko.SFTPClient.from_transport(transport)
        assert client is not None
        yield client
    finally:
        transport.close()


def folders(client: paramiko.SFTPClient) -> set[str]:
    return {each.filename for each in client.listdir_attr("/") if each.longname.startswith("d")}


def taken(client: paramiko.SFTPClient) -> dict[str, bytes]:
    """What a program gets that fetches and deletes every file of the root."""
    found = {}
    for each in client.listdir_attr("/"):
        if each.longname.startswith("d"):
            continue
        with client.open(f"/{each.filename}") as file:
            found[each.filename] = file.read()
        client.remove(f"/{each.filename}")
    return found


@pytest.mark.parametrize("environment", ["production", "test"])
def test_put_and_get_in_the_root(sftp_server: Server, sender: Sender, environment: str) -> None:
    """BP-43: what is put in `/` is sent as from the folder; what is to be collected lies there, is read, and goes."""
    if environment == "test":
        sender = Sender(sender.folder / "t", environment="test")
    behave(sender, all_in_root=True)
    kept = ready(sender, "D0000001001-602.BS1")
    subsystem = "KR9" if environment == "test" else "BS1"
    path = sender.file("o.txt", subsystem=subsystem)
    with program(sftp_server, sender) as client:
        client.put(str(path), "/o.txt")  # looks at the size afterwards
        client.put(str(sender.file("p", identification="2", subsystem=subsystem)), "/p.tmp")
        client.rename("/p.tmp", "/p.txt")
        signed(sender)
        with client.open("/o.txt") as mine:
            assert mine.read() == path.read_bytes()
        first = taken(client)
        assert taken(client) == {}
        inbox = "/test/ind/betalingsservice" if environment == "test" else IND
        assert {"o.txt", "p.txt"} <= set(client.listdir(inbox))
        assert len(client.listdir(inbox.replace("ind/betalingsservice", "kvittering"))) == 8
        assert folders(client) == ({"test"} if environment == "test" else {"ind", "ud", "kvittering", "proev"})
        with pytest.raises(PermissionError):
            client.remove("/o.txt")
    assert [(done.name, done.folder, done.environment) for done in sender.deliveries()] == [
        ("o.txt", "betalingsservice", environment), ("p.txt", "betalingsservice", environment),
    ]  # fmt: skip
    assert first.pop("D0000001001-602.BS1") == b"BS" * 500
    assert len(first) == 8 and all(".K1." in name for name in first)
    with within(sender.id):
        row = OutFile.objects.get(organization_id=sender.id, id=kept.id)
        assert (row.collected_at is not None, row.marks.count()) == (True, 1)
        assert queries.out_files(sender.id, environment=environment, account=None) != []


def test_own_names_and_outputs_do_not_clash(sftp_server: Server, sender: Sender) -> None:
    """BP-43: a name that waits to be collected is refused; one that comes later is what the name means from then on."""
    behave(sender, all_in_root=True)
    ready(sender, "svar.txt")
    path = sender.file("x")
    with program(sftp_server, sender) as client:
        with pytest.raises(OSError, match="findes allerede"):
            client.put(str(path), "/svar.txt")
        client.put(str(path), "/x.tmp")
        with pytest.raises(OSError, match="findes allerede"):
            client.rename("/x.tmp", "/svar.txt")
        client.rename("/x.tmp", "/egen.txt")
        ready(sender, "egen.txt", b"udgang")
        with client.open("/egen.txt") as file:
            assert file.read() == b"udgang"
        with client.open(f"{IND}/egen.txt") as file:
            assert file.read() == path.read_bytes()
    assert [done.name for done in sender.deliveries()] == ["egen.txt"]


def test_it_is_off_unless_it_is_chosen(sftp_server: Server, sender: Sender) -> None:
    """BP-43: and it counts from the next thing on that a live connection does, both ways."""
    path = sender.file("x")
    with program(sftp_server, sender) as client:
        for _ in range(2):
            with pytest.raises(PermissionError):
                client.put(str(path), "/x.txt")
            behave(sender, all_in_root=True)
            client.stat("/")
            client.put(str(path), f"/{len(sender.deliveries())}.tmp")
            behave(sender)
            client.stat("/")
        assert client.listdir("/LAESMIG.txt".rpartition("/")[0] or "/")
    with within(sender.id):
        facts = Event.objects.filter(organization_id=sender.id, name="identity.ssh_habits_chosen")
        assert [row.data["all_in_root"] for row in facts.order_by("at", "id")] == [True, False, True, False]


def test_openssh_and_lftp_in_the_root(sftp_server: Server, sender: Sender) -> None:
    """BP-43, annex C.5: a short file is refused there, too, and gone on with."""
    behave(sender, all_in_root=True)
    whole = sender.file("s.txt", amounts=[100] * 3000).read_bytes()
    path = sender.file("s.txt", whole[: len(whole) // 2])
    assert sender.sftp(sftp_server, f"put {path}", check=False).returncode != 0
    path.write_bytes(whole)
    sender.sftp(sftp_server, f"reput {path}", "ls -l s.txt", f"get s.txt {sender.folder}/back.txt")
    (done,) = sender.deliveries()
    assert sender.content(done.id) == whole == (sender.folder / "back.txt").read_bytes()


def test_names_of_old(sftp_server: Server, sender: Sender) -> None:
    """BP-48, annex D.2: T, V, F and D, unique and stable; both names open the same file, and the log tells them."""
    ready(sender, "rapport-602.zip", b"PK")
    kept = ready(sender, "D0000001001-602.BS1")
    path = sender.file("o.txt")
    with program(sftp_server, sender) as client:
        client.put(str(path), f"{IND}/o.txt")
        signed(sender)
        usual = sorted(client.listdir("/kvittering"))
        with client.open(f"/kvittering/{usual[0]}") as file:
            receipt = file.read()
        behave(sender, naming=SshNaming.LEGACY)
        client.stat("/")
        assert sorted(client.listdir(UD)) == ["D0000001001-602.BS1", "Z9000000001-602.BS1"]
        (name,) = client.listdir("/kvittering")
        assert name == "T0000001001.BS1"
        with client.open(f"/kvittering/{name}") as file:
            line = file.read().decode("iso-8859-1")
        assert client.stat(f"/kvittering/{name}").st_size == len(line)
        with client.open(f"/kvittering/{usual[0]}") as file:
            assert file.read() == receipt
        for alias in ("rapport-602.zip", "Z9000000001-602.BS1"):
            with client.open(f"{UD}/{alias}") as file:
                assert file.read() == b"PK"
        with client.open(f"{UD}/D0000001001-602.BS1") as file:
            file.read()
    assert line.count("\n") == 1 and "o.txt" in line and usual[0].rsplit(".", 1)[0] in line
    (done,) = sender.deliveries()
    assert done.sha256 in line and f"{done.number:010}" in line
    with within(sender.id):
        (row,) = queries.receipts(sender.id, delivery=done.id)
        events = Event.objects.filter(organization_id=sender.id, name="deliveries.out_file_collected")
        named = [(each.data["file"], each.data["named"]) for each in events.order_by("at", "id")]
    assert '"file_names":{"legacy":"T0000001001.BS1"' in row.text
    assert (str(kept.id), "D0000001001-602.BS1") in named and named[0][1] == "rapport-602.zip"


def test_names_of_old_in_the_root_and_in_tests(sftp_server: Server, sender: Sender) -> None:
    """BP-43, BP-48: both switches together, with the subsystem of tests."""
    tester = Sender(sender.folder / "t", environment="test")
    behave(tester, all_in_root=True, naming=SshNaming.LEGACY)
    ready(tester, "liste.txt")
    with program(sftp_server, tester) as client:
        client.put(str(tester.file("o.txt", subsystem="KR9")), "/o.txt")
        signed(tester)
        found = taken(client)
        assert taken(client) == {}
    assert sorted(found) == ["D9000000001.KR9", "T0000001001.KR9"]
