"""Nobody approves her own file by way of a machine (SEC-32): who answers for it, did last, or put its key in."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from selvbetjening.domain.access.actions.restore import restore
from selvbetjening.domain.access.actions.suspend import suspend
from selvbetjening.domain.access.models import Membership
from selvbetjening.domain.access.permissions import FILE_TRANSFER
from selvbetjening.domain.deliveries.actions.approve import approve
from selvbetjening.domain.deliveries.actions.commit import commit
from selvbetjening.domain.deliveries.actions.confirm import confirm_duplicate
from selvbetjening.domain.deliveries.actions.confirm_whole import confirm_whole
from selvbetjening.domain.deliveries.actions.open_staging import open_staging
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.domain.deliveries.queries.approvers import people_behind
from selvbetjening.domain.deliveries.rules.doors import By
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.identity.actions.ssh_accounts import choose_responsible, open_for_machine
from selvbetjening.domain.identity.actions.ssh_keys import add_key, remove_key
from selvbetjening.domain.identity.models import SshAccount
from selvbetjening.domain.identity.queries import ssh
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM, Actor
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


def sent_by(of: files.Sender, by: By, *, at: datetime = AT) -> Delivery:
    """A file through the pipeline."""
    holder = new_id()
    row = open_staging(of.id, by=by, name=f"{at:%H}.txt", folder="bs", holder=holder, at=at)
    files.write(of, row, files.file(of), holder=holder, at=at)
    return files.run(of, commit(of.id, staging=row.id, by=by, at=at), at=at)


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


def test_whoever_sends_a_machines_duplicate_all_the_same_does_not_approve_it() -> None:
    """SEC-32, BM-04, annex D.3: without her word it lay where it was; two people, not one twice and a machine."""
    of = files.sender(files_four_eyes="always")
    row, key = machine(of)
    by = by_machine(row, key.fingerprint)
    first = sent_by(of, by)
    assert says_yes(of, first, files.member_of(of)) == "accepted"
    at, releases = AT + timedelta(hours=1), files.member_of(of)
    held = sent_by(of, by, at=at)
    assert held.state == "held_duplicate"
    actor = Actor("user", str(releases))
    asked = confirm_duplicate(of.id, delivery=held.id, reason="Ja", actor=actor, at=at)
    assert (asked.state, says_yes(of, held, releases)) == ("awaiting_approval", "own_file")
    assert says_yes(of, held, of.person) == "own_file", "the machine's holder is no second person either"
    assert says_yes(of, held, files.member_of(of)) == "accepted"


def test_whoever_says_that_a_machines_file_is_whole_does_not_approve_it() -> None:
    """SEC-32, annex C.4: a file without a provable end is a delivery by her word alone."""
    of = files.sender(files_four_eyes="always", files_unproven="confirm")
    row, key = machine(of)
    by, holder, confirms = by_machine(row, key.fingerprint), new_id(), files.member_of(of)
    staged = open_staging(of.id, by=by, name="x.txt", folder="bs", holder=holder, at=AT)
    files.write(of, staged, b"a text\r\n" * 20, holder=holder, at=AT)
    assert commit(of.id, staging=staged.id, by=by, at=AT).outcome == "waiting"
    with within(of.id):
        staged.refresh_from_db()
    actor = Actor("user", str(confirms))
    done = confirm_whole(of.id, staging=staged.id, sha256=staged.found_sha256, actor=actor, at=AT)
    assert done.delivery is not None
    with within(of.id):
        people = people_behind(of.id, row=files.get(of, done.delivery))
        assert people == set(Membership.objects.filter(id__in=[of.person, confirms]).values_list("user_id", flat=True))
