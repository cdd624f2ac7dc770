"""Nobody approves her own file by way of a machine (SEC-32): who answers for it, did last, or put its key in."""

from typing import Any
from uuid import UUID

import pytest

from selvbetjening.domain.access.actions.restore import restore
from selvbetjening.domain.access.actions.suspend import suspend
from selvbetjening.domain.access.permissions import FILE_TRANSFER
from selvbetjening.domain.deliveries.actions.approve import approve
from selvbetjening.domain.deliveries.actions.commit import commit
from selvbetjening.domain.deliveries.actions.open_staging import open_staging
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.domain.deliveries.rules.doors import By
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.identity.actions.ssh_accounts import choose_responsible, open_for_machine
from selvbetjening.domain.identity.actions.ssh_keys import add_key, remove_key
from selvbetjening.domain.identity.models import SshAccount
from selvbetjening.domain.identity.queries import ssh
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import new_id
from selvbetjening.portals.sftp import visits
from tests import business
from tests import deliveries as files
from tests.sftp_keys import new_key

pytestmark = pytest.mark.usefixtures("database")
AT = files.AT


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selvbetjening.kernel.clock.now", lambda: AT)


def machine(of: files.Sender) -> tuple[SshAccount, Any]:
    """A machine that `of.person` answers for, with a key that she put in."""
    with within(of.id):
        organization = Organization.objects.get(id=of.id)
    business.entitle(organization, FILE_TRANSFER)
    row = open_for_machine(of.id, label="ERP", responsible=of.person, environment="production", actor=SYSTEM, at=AT)
    return row, add_key(
        of.id, account=row.id, text=bytearray(new_key().public), label="ERP", by=of.person, actor=SYSTEM, at=AT
    )


def by_machine(row: SshAccount, fingerprint: str) -> By:
    """What the SFTP door makes of a login with this key now."""
    account = ssh.account_named(name=row.name)
    assert account is not None
    visit = visits.visit_for(account=account, fingerprint=fingerprint, address="192.0.2.9", client="x")
    assert visit is not None
    return visit.by(visits.standing(visit))


def sent_by(of: files.Sender, by: By) -> Delivery:
    """A file through the pipeline."""
    holder = new_id()
    row = open_staging(of.id, by=by, name="a.txt", folder="bs", holder=holder, at=AT)
    files.write(of, row, files.file(of), holder=holder, at=AT)
    return files.run(of, commit(of.id, staging=row.id, by=by, at=AT))


def says_yes(of: files.Sender, row: Delivery, member: UUID) -> str:
    """The state after it, or why it does not count."""
    try:
        return str(approve(of.id, delivery=row.id, membership=member, sha256=row.sha256, at=AT).state)
    except Refused as refused:
        return refused.code


def test_whoever_put_the_key_in_does_not_approve_what_it_sent() -> None:
    """SEC-32: responsible, she puts her key in, makes somebody else responsible, sends with her key; removed, too."""
    of = files.sender(files_four_eyes="always")
    row, key = machine(of)
    other = files.member_of(of)
    choose_responsible(of.id, account=row.id, responsible=other, actor=SYSTEM, at=AT)
    done = sent_by(of, by_machine(row, key.fingerprint))
    assert (done.state, done.membership_id) == ("awaiting_approval", other)
    assert (says_yes(of, done, of.person), says_yes(of, done, other)) == ("own_file", "own_file")
    remove_key(of.id, key=key.id, actor=SYSTEM, at=AT)
    assert says_yes(of, done, of.person) == "own_file"
    assert says_yes(of, done, files.member_of(of)) == "accepted"


def test_whoever_answers_for_the_machine_now_does_not_approve_what_it_sent_before() -> None:
    """SEC-32: responsible while it was sent, responsible when it is approved: neither approves."""
    of = files.sender(files_four_eyes="always")
    row, key = machine(of)
    done = sent_by(of, by_machine(row, key.fingerprint))
    other = files.member_of(of)
    choose_responsible(of.id, account=row.id, responsible=other, actor=SYSTEM, at=AT)
    assert (says_yes(of, done, of.person), says_yes(of, done, other)) == ("own_file", "own_file")


def test_a_machine_without_anybody_responsible_is_not_approved_by_who_was_it_last() -> None:
    """SEC-32, annex B.3: suspended and let in again; the machine goes on for a fortnight, in nobody's name."""
    of = files.sender(files_four_eyes="always")
    row, key = machine(of)
    other = files.member_of(of)
    suspend(of.id, membership=of.person, by=other, at=AT)
    restore(of.id, membership=of.person, grants=[], as_manager=True, ends_on=None, by=other, at=AT)
    done = sent_by(of, by_machine(row, key.fingerprint))
    assert (done.state, done.membership_id) == ("awaiting_approval", None)
    assert says_yes(of, done, of.person) == "own_file"
    assert says_yes(of, done, other) == "accepted"
