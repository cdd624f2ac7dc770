"""Who gets in, who is told what, and when a connection is cut (SEC-27, SEC-28, SEC-89 to SEC-95, SEC-98 to SEC-101)."""

import asyncio
import inspect
import time
from pathlib import Path

import asyncssh
import pytest
from asyncssh.sftp import SFTPServerHandler

from selvbetjening.domain.access.actions.suspend import suspend
from selvbetjening.domain.identity.actions.ssh_keys import remove_key
from selvbetjening.domain.identity.models import SshAttempt, SshKey
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.portals.sftp import acts, hook, hostkeys
from selvbetjening.portals.sftp.limits import Bans, Counts, Limits
from selvbetjening.portals.sftp.server import FileServer
from tests import business
from tests.sftp import IND, LIMITS, Sender, Server, serving
from tests.sftp_keys import new_key


def _refused(sender: Sender, server: Server, **values: object) -> str:
    """How a login fails: the kind and text of what the client sees."""

    async def knock() -> str:
        try:
            async with sender.connect(server, **values):
                return "let in"
        except (asyncssh.Error, OSError) as error:
            return f"{type(error).__name__}: {getattr(error, 'reason', '')}"

    return asyncio.run(knock())


def _verdicts(address: str = "127.0.0.1", **wanted: object) -> list[str]:
    until = time.monotonic() + 10
    found: list[str] = []
    while time.monotonic() < until and not found:
        found = list(
            SshAttempt.objects.filter(address=address, **wanted).order_by("at").values_list("verdict", flat=True)
        )
        time.sleep(0.1)
    return found


def test_unknown_users_and_unknown_keys_are_told_the_same(sftp_server: Server, sender: Sender) -> None:
    """SEC-94, BM-08: neither learns which it was; the doctor knows."""
    wrong = [new_key().private]
    known = _refused(sender, sftp_server, client_keys=wrong)
    unknown = _refused(sender, sftp_server, client_keys=wrong, username="p2222zzzz").replace("p2222zzzz", sender.name)
    assert known == unknown
    assert known.startswith("PermissionDenied")
    assert _verdicts(account_id=sender.account.id) == ["unknown_key"]
    assert "unknown_user" in _verdicts(user_name="p2222zzzz")


def test_only_a_key_opens(sftp_server: Server, sender: Sender) -> None:
    """SEC-89: no key, a password, RSA that is too short, a removed key."""
    assert _refused(sender, sftp_server, client_keys=[], password="hemmeligt").startswith("PermissionDenied")
    assert "no_key" in _verdicts(user_name=sender.name)
    short = asyncssh.generate_private_key("ssh-rsa", key_size=1024)
    assert _refused(sender, sftp_server, client_keys=[short]).startswith("PermissionDenied")
    assert "weak_key" in _verdicts(user_name=sender.name, bits=1024)
    assert _refused(sender, sftp_server) == "let in"


def test_a_probe_is_no_use(sftp_server: Server, sender: Sender) -> None:
    """SEC-93: a key that is offered and not proven leaves no trace on the key; a login does."""

    def uses() -> int:
        with within(sender.id):
            return SshKey.objects.get(organization_id=sender.id, fingerprint=sender.key.fingerprint).uses

    (stolen,) = asyncssh.load_keypairs([asyncssh.generate_private_key("ssh-ed25519")])
    stolen.public_data = sender.key.private.public_data
    assert _refused(sender, sftp_server, client_keys=[stolen]) != "let in"
    time.sleep(0.5)
    assert uses() == 0
    assert _refused(sender, sftp_server) == "let in"
    until = time.monotonic() + 10
    while uses() == 0 and time.monotonic() < until:
        time.sleep(0.1)
    assert uses() == 1


def test_a_hundred_keys_are_too_many(sftp_server: Server, sender: Sender) -> None:
    """SEC-94: the sixth ends the connection, before the right one comes."""
    keys = [*(new_key().private for _ in range(100)), sender.key.private]
    assert _refused(sender, sftp_server, client_keys=keys) != "let in"
    assert _verdicts(account_id=sender.account.id).count("unknown_key") == LIMITS.tries


def test_old_algorithms_are_not_spoken(sftp_server: Server, sender: Sender) -> None:
    """Security.md 8.1: neither SHA-1, nor CBC, nor compression; a neutral version (SEC-99)."""
    for values in (
        {"kex_algs": ["diffie-hellman-group14-sha1"]}, {"encryption_algs": ["aes256-cbc"]},
        {"mac_algs": ["hmac-sha1"], "encryption_algs": ["aes256-ctr"]},
        {"server_host_key_algs": ["ssh-rsa"]},
    ):  # fmt: skip
        assert _refused(sender, sftp_server, **values) != "let in"

    async def look() -> tuple[str, str]:
        async with sender.connect(sftp_server) as connection:
            return connection.get_extra_info("server_version"), connection.get_extra_info("send_cipher")

    version, cipher = asyncio.run(look())
    assert version == "SSH-2.0-SFTP"
    assert cipher == "aes256-gcm@openssh.com"  # the client's first choice among ours, not its first choice of all


@pytest.mark.parametrize("doing", ["idle", "writing"])
def test_an_end_of_access_cuts_at_once(sftp_server: Server, sender: Sender, doing: str) -> None:
    """SEC-27, SEC-28: suspended while connected, within two seconds; what was being sent is not delivered."""
    boss = business.member(sender.organization, role="access_manager")
    whole = sender.file("x.txt").read_bytes()

    async def stay() -> float:
        connection = await sender.connect(sftp_server)
        client = await connection.start_sftp_client()
        if doing == "writing":
            handle = await client.open(f"{IND}/x.txt", "wb")
            await handle.write(whole, 0)
        await asyncio.to_thread(
            suspend, sender.id, membership=sender.person.id, reason="", until=None, by=boss.id, at=clock.now()
        )
        began = time.monotonic()
        await asyncio.wait_for(connection.wait_closed(), 30)
        return time.monotonic() - began

    assert asyncio.run(stay()) < 5
    assert _refused(sender, sftp_server) != "let in"
    assert sender.deliveries() == []


def test_a_removed_key_cuts_too(sftp_server: Server, sender: Sender) -> None:
    """BP-42, SEC-27."""
    with within(sender.id):
        key = SshKey.objects.get(organization_id=sender.id, fingerprint=sender.key.fingerprint)

    async def stay() -> None:
        async with sender.connect(sftp_server) as connection, connection.start_sftp_client() as client:
            await asyncio.to_thread(remove_key, sender.id, key=key.id, actor=SYSTEM, at=clock.now())
            with pytest.raises((asyncssh.Error, OSError)):
                await _look_on(client)

    asyncio.run(stay())


async def _look_on(client: asyncssh.SFTPClient) -> None:
    for _ in range(50):
        await client.listdir("/")
        await asyncio.sleep(0.1)


def test_rights_hold_for_each_act(sftp_server: Server, tmp_path: Path) -> None:
    """SEC-24: who may only fetch cannot send, and the other way round; another company's names are not there."""
    fetcher, other = Sender(tmp_path / "f", grant=["fetch"]), Sender(tmp_path / "o")
    path = fetcher.file("a.txt")
    assert "Permission denied" in fetcher.sftp(sftp_server, f"put {path} {IND}/a.txt", check=False).stderr
    other.sftp(sftp_server, f"put {other.file('hemmelig.txt')} {IND}/hemmelig.txt")
    assert "hemmelig" not in fetcher.sftp(sftp_server, f"ls {IND}").stdout
    found = fetcher.sftp(sftp_server, f"get {IND}/hemmelig.txt /dev/null", check=False)
    assert "not found" in found.stderr or "No such file" in found.stderr or "findes ikke" in found.stderr


@pytest.mark.parametrize("name", ["a\x07b", "a\\b", "a\u202etxt", " a", "a ", "a.", "x" * 201])
def test_names_that_cannot_be_used(sftp_server: Server, sender: Sender, name: str) -> None:
    """SEC-78, C.2."""

    async def send(path: bytes) -> None:
        async with sender.connect(sftp_server) as connection, connection.start_sftp_client() as client:
            with pytest.raises(asyncssh.SFTPError):
                await client.open(path, "wb")

    asyncio.run(send(f"{IND}/{name}".encode()))
    asyncio.run(send(f"{IND}/".encode() + b"\xff\xfe.txt"))
    assert sender.stagings() == []


def test_errors_say_nothing(sftp_server: Server, sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    """SEC-98: whatever goes wrong inside, the client reads a fixed text with a number."""

    def fail(*words: object) -> None:
        raise RuntimeError("/srv/secret 010190-0000")

    monkeypatch.setattr(acts, "look", fail)
    monkeypatch.setattr(acts, "listed", fail)

    async def ask() -> list[str]:
        found = []
        async with sender.connect(sftp_server) as connection, connection.start_sftp_client() as client:
            for act in (client.stat("/ind"), client.listdir("/ind")):
                try:
                    await act
                except asyncssh.SFTPError as error:
                    found.append(error.reason)
        return found

    for told in asyncio.run(ask()):
        assert "reference" in told
        assert "secret" not in told and "RuntimeError" not in told


async def _come_in(sender: Sender, server: Server) -> None:
    connection = await sender.connect(server)
    await connection.start_sftp_client()


def test_too_many_connections_and_channels(sender: Sender) -> None:
    """SEC-95, C.6: five connections of a user, ten channels of a connection, a hundred handles."""
    limits = Limits(per_address=400, channels=2, per_user=2, handles=3, bans=False, failure_delay=0.0)
    with serving(limits) as server:

        async def crowd() -> None:
            first = await sender.connect(server)
            async with sender.connect(server):
                with pytest.raises((asyncssh.Error, OSError)):
                    await _come_in(sender, server)
            client = await first.start_sftp_client()
            await first.start_sftp_client()
            with pytest.raises(asyncssh.ChannelOpenError):
                await first.start_sftp_client()
            for number in range(3):
                await client.open(f"/proev/{number}.txt", "wb")
            with pytest.raises(asyncssh.SFTPFailure):
                await client.open("/proev/9.txt", "wb")
            first.close()
            await first.wait_closed()

        asyncio.run(crowd())
        until = time.monotonic() + 10  # the server hears of the end a moment after the client
        while server.door.counts.users and time.monotonic() < until:
            time.sleep(0.02)
        assert server.door.counts.users == {}


def test_bans_and_random_drops() -> None:
    """SEC-95, security.md 5.2: fifteen points in half an hour; each ban is half as long again."""
    bans = Bans()
    for _ in range(7):
        bans.score("192.0.2.1", 2, now=0.0)
    assert not bans.is_banned("192.0.2.1", now=1.0)
    bans.score("192.0.2.1", 1, now=2.0)
    assert [bans.is_banned("192.0.2.1", now=each) for each in (3.0, 1801.0, 1803.0)] == [True, True, False]
    assert [bans.left(each, now=3.0) for each in ("192.0.2.1", "192.0.2.2")] == [1799.0, 0.0]
    for _ in range(15):
        bans.score("192.0.2.1", 1, now=4000.0)
    assert [bans.is_banned("192.0.2.1", now=each) for each in (4000.0 + 2699, 4000.0 + 2701)] == [True, False]
    bans.forget(now=10_000_000.0)
    assert not bans._until
    counts = Counts(Limits(per_address=1000))
    for number in range(50):
        counts.connected(f"192.0.2.{number}")
    assert not counts.may_connect("198.51.100.1")


def test_every_method_of_the_library_is_ours() -> None:
    """SEC-91: its own ones touch the disk of this machine."""
    passive = {"channel", "connection", "env", "logger"}
    theirs = {name for name in vars(asyncssh.SFTPServer) if not name.startswith("_")} - passive
    assert theirs - set(vars(FileServer)) == set()


def test_the_hook_refuses_another_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """SEC-105: another version, or a clean-up that is not what it was, and nothing is served."""
    hook.install()
    assert inspect.iscoroutinefunction(SFTPServerHandler._cleanup)
    with monkeypatch.context() as patch:
        patch.setattr(asyncssh, "__version__", "2.25.0")
        with pytest.raises(hook.HookBroken, match=r"2\.25\.0"):
            hook.install()
    for broken in (None, lambda self: None):
        with monkeypatch.context() as patch:
            patch.setattr(SFTPServerHandler, "_cleanup", broken)
            with pytest.raises(hook.HookBroken):
                hook.install()


def test_host_keys_are_never_made_silently(tmp_path: Path) -> None:
    """SEC-101: none, open to others, too short, no key at all."""
    with pytest.raises(hostkeys.HostKeyError, match="SFTP_HOST_KEY_FILES"):
        hostkeys.load(files=[])
    short, sound = tmp_path / "short", tmp_path / "sound"
    asyncssh.generate_private_key("ssh-rsa", key_size=2048).write_private_key(short)
    asyncssh.generate_private_key("ssh-ed25519").write_private_key(sound)
    short.chmod(0o600)
    with pytest.raises(hostkeys.HostKeyError, match="3072"):
        hostkeys.load(files=[short])
    sound.chmod(0o644)
    with pytest.raises(hostkeys.HostKeyError, match="chmod 600"):
        hostkeys.load(files=[sound])
    sound.chmod(0o600)
    assert len(hostkeys.load(files=[sound])) == 1
    with pytest.raises(hostkeys.HostKeyError):
        hostkeys.load(files=[tmp_path / "gone"])
