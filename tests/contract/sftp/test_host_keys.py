"""A change of the server's key with the real server and OpenSSH: both are served, the new one is learned (BM-09)."""

import asyncio
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from selvbetjening.domain.history.models import Event
from selvbetjening.domain.identity.actions.host_keys import announce_host_key, warn_of_host_keys, withdraw_host_key
from selvbetjening.domain.identity.models import HostKeyChange, HostKeyUse
from selvbetjening.domain.identity.queries.host_keys import beside, met, published
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.portals.sftp.serverkeys import as_announced
from tests import business, outbox, sftp
from tests.sftp import HOST_KEYS, Sender, Server, serving
from tests.story.login.login_steps import run_jobs

pytestmark = pytest.mark.usefixtures("database")
OLD = HOST_KEYS[0]
NEXT = asyncssh.generate_private_key("ssh-ed25519")


@pytest.fixture
def change(settings: Any, database: str) -> Iterator[HostKeyChange]:
    """The next key, announced for a month from now; taken back afterwards, since it is everybody's."""
    settings.SFTP_HOST_PUBLIC_KEYS = [_line(key) for key in HOST_KEYS]
    at = clock.now()
    made = announce_host_key(text=NEXT.export_public_key(), starts_on=copenhagen_day(at) + timedelta(days=31), at=at)
    try:
        yield made
    finally:
        withdraw_host_key(fingerprint=made.fingerprint, at=clock.now())


@pytest.fixture
def both(change: HostKeyChange, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The server with the next key's file first, as an operator may well write it."""
    monkeypatch.setattr(sftp, "HOST_KEYS", [NEXT, *HOST_KEYS])
    with serving() as running:
        yield running


def _line(key: asyncssh.SSHKey) -> str:
    return " ".join(key.export_public_key().decode().split()[:2])


def soon(asked: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not asked() and time.monotonic() < until:
        time.sleep(0.1)
    assert asked()


def stands(sender: Sender, change: HostKeyChange) -> str:
    with within(sender.id):
        (found,) = [each for each in beside(sender.id, change=change) if each.account.id == sender.account.id]
    return found.standing


def visit(sender: Sender, server: Server, known: Path, learns: str) -> None:
    """OpenSSH logs in once with what it knows of the server. Of options that are given twice it takes the first."""
    mine = {"UserKnownHostsFile": known, "HostKeyAlgorithms": "ssh-ed25519", "UpdateHostKeys": learns}
    words = [word for name, value in mine.items() for word in ("-o", f"{name}={value}")]
    asked = ["sftp", *words, *sender.options(server), "-P", str(server.port), "-b", "-", "127.0.0.1"]
    ended = subprocess.run(asked, input="ls /\n", text=True, capture_output=True, timeout=90, check=False)
    assert ended.returncode == 0, ended.stderr


def test_before_the_day_the_old_key_is_shown_and_the_new_one_is_learned(
    both: Server, sender: Sender, change: HostKeyChange
) -> None:
    """BM-09: no failed login; who did not ask for the new key knows the retiring one only, and who did knows both."""
    known = sender.folder / "known"
    known.write_text(f"[127.0.0.1]:{both.port} {_line(OLD)}\n")
    visit(sender, both, known, "no")
    soon(lambda: stands(sender, change) == "retiring")
    visit(sender, both, known, "yes")
    soon(lambda: stands(sender, change) == "knows")
    with within(sender.id):
        found = {each.fingerprint: each for each in met(sender.id, account=sender.account.id)}
    assert found[OLD.get_fingerprint()].used_at and found[change.fingerprint].learned_at


def test_both_keys_are_published_everywhere(both: Server, sender: Sender, change: HostKeyChange) -> None:
    """BM-09: the page with its known_hosts, the guide, and LAESMIG.txt, each with the day."""
    assert {each.key.fingerprint: (each.starts_on, each.ends_on) for each in published()} == {
        OLD.get_fingerprint(): (None, change.starts_on),
        HOST_KEYS[1].get_fingerprint(): (None, None),
        change.fingerprint: (change.starts_on, None),
    }
    client = business.as_member(sender.organization, sender.person)
    lines = client.get(client.path("sftp_known_hosts")).content.decode()
    assert _line(NEXT) in lines and _line(OLD) in lines
    for page in (client.path("sftp_server"), client.path("guide", "sftp", "da")):
        assert change.fingerprint in client.get(page).content.decode()
    sender.sftp(both, f"get /LAESMIG.txt {sender.folder}/read.txt")
    text = (sender.folder / "read.txt").read_text()
    assert change.fingerprint in text and OLD.get_fingerprint() in text and "fra / from" in text


def test_from_the_day_on_the_new_key_is_first_and_who_knows_both_logs_in(sender: Sender, change: HostKeyChange) -> None:
    """BM-09: the order is the announcement's; the old key is still served and provable."""
    HostKeyChange.objects.filter(id=change.id).update(starts_on=copenhagen_day(clock.now()))
    order = as_announced([*HOST_KEYS, NEXT], today=copenhagen_day(clock.now()))
    assert [key.get_fingerprint() for key in order][:2] == [change.fingerprint, OLD.get_fingerprint()]

    async def meet(server: Server) -> str:
        async with sender.connect(server, server_host_key_algs=["ssh-ed25519"]) as connection:
            return str(connection.get_server_host_key().get_fingerprint())

    with serving() as server:  # the next key's file was never put in: the old one serves on
        assert asyncio.run(meet(server)) == OLD.get_fingerprint()


def test_who_only_met_the_old_key_is_told_once(
    sender: Sender, change: HostKeyChange, posted: list[outbox.Mail]
) -> None:  # fmt: skip
    """BM-09: a fact and a mail before the change; nobody who knows the new key, nobody twice."""
    at = clock.now()
    with within(sender.id):
        HostKeyUse.objects.create(
            organization_id=sender.id, account=sender.account, fingerprint=change.retires, used_at=at
        )
    assert warn_of_host_keys(sender.id, at=at) == 0  # 31 days are left
    HostKeyChange.objects.filter(id=change.id).update(starts_on=copenhagen_day(at) + timedelta(days=30))
    assert warn_of_host_keys(sender.id, at=at) == 1
    assert warn_of_host_keys(sender.id, at=at) == 0
    with within(sender.id):
        fact = Event.objects.get(organization_id=sender.id, name="identity.host_key_warned")
        assert fact.data["days"] == 30
    run_jobs(sender.organization)
    (mail,) = [each for each in posted if each.to == sender.person.email and change.fingerprint in each.text]
    assert sender.name in mail.text
    with within(sender.id):
        HostKeyUse.objects.create(
            organization_id=sender.id, account=sender.account, fingerprint=change.fingerprint, learned_at=at
        )
    assert warn_of_host_keys(sender.id, at=at + timedelta(days=25)) == 0
