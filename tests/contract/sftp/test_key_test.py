"""A key is tested with real clients against the real server, and the page says what came of it (BP-42, BM-08)."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from selvbetjening.domain.identity.actions.ssh_key_tests import begin_key_test
from selvbetjening.domain.identity.actions.ssh_keys import add_key
from selvbetjening.domain.identity.models import SshKey
from selvbetjening.domain.identity.queries import ssh
from selvbetjening.domain.identity.rules.ssh_key_tests import KeyTest, key_test
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests.sftp import Sender, Server
from tests.sftp_keys import new_key

pytestmark = pytest.mark.usefixtures("database")
Stands = KeyTest[ssh.SshAttempt]


def stands(sender: Sender, key: SshKey) -> Stands:
    """As the page asks it."""
    with within(sender.id):
        row = ssh.key(sender.id, key=key.id)
        assert row is not None and row.test_began_at is not None
        tries = ssh.attempts(sender.id, account=row.account, since=row.test_began_at, strangers_since=row.test_began_at)
    return key_test(
        fingerprint=row.fingerprint, began_at=row.test_began_at, last_used_at=row.last_used_at, tries=tries,
        at=clock.now(),
    )  # fmt: skip


def soon(asked: Callable[[], Stands], outcome: str) -> Stands:
    """The test once it stands so: notes are written beside the connection."""
    until = time.monotonic() + 20
    while (found := asked()).outcome != outcome and time.monotonic() < until:
        time.sleep(0.1)
    assert found.outcome == outcome, found
    return found


def begun(sender: Sender, *, other: bool = False) -> SshKey:
    """The sender's own key, or one that its program does not have, with a test under way."""
    if other:
        add_key(
            sender.id, account=sender.account.id, text=new_key().public, label="B", by=None, actor=SYSTEM,
            at=clock.now(),
        )  # fmt: skip
    with within(sender.id):
        key = ssh.keys(sender.id, account=sender.account.id)[-1]
    begin_key_test(sender.id, key=key.id, at=clock.now())
    return key


def test_openssh_logs_in_and_the_test_passes(sftp_server: Server, sender: Sender) -> None:
    """BP-42: the command of the page, run; the note says which key it was."""
    key = begun(sender)
    assert stands(sender, key).outcome == "waiting"
    sender.sftp(sftp_server, "ls /")
    found = soon(lambda: stands(sender, key), "passed")
    assert found.steps == 3 and found.tries[0].fingerprint == key.fingerprint
    assert "OpenSSH" in found.tries[0].client


def test_another_key_of_the_same_user_is_no_success(sftp_server: Server, sender: Sender) -> None:
    """BP-42: the program logs in with the old key, while the new one is tested."""
    key = begun(sender, other=True)
    sender.sftp(sftp_server, "ls /")
    assert soon(lambda: stands(sender, key), "other_key").tries[0].fingerprint == sender.key.fingerprint


def test_a_wrong_key_is_told_with_its_fingerprint(sftp_server: Server, sender: Sender) -> None:
    """BP-42, BM-08: refused at the door, and the page knows which key the program offered."""
    key, wrong = begun(sender), new_key()
    Path(sender.identity).write_bytes(wrong.private.export_private_key())
    assert sender.sftp(sftp_server, "ls /", check=False).returncode != 0
    found = soon(lambda: stands(sender, key), "failed")
    assert (found.tries[0].verdict, found.tries[0].fingerprint) == ("unknown_key", wrong.fingerprint)
    assert found.steps == 2
