"""SFTP users: one for each person and company, keys, and what an end of access does to them (BP-42, SEC-28)."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import uuid4

import pytest

from selvbetjening.domain.access.actions.restore import restore
from selvbetjening.domain.access.actions.suspend import suspend
from selvbetjening.domain.access.permissions import FILE_TRANSFER
from selvbetjening.domain.access.queries import SshNow, SshStanding, ssh_now, ssh_standing
from selvbetjening.domain.identity.actions.ssh_accounts import (
    choose_responsible,
    end_account,
    open_for_machine,
    open_for_person,
)
from selvbetjening.domain.identity.actions.ssh_attempts import Tried, forget_attempts, note_attempts
from selvbetjening.domain.identity.actions.ssh_keys import (
    add_key,
    confirm_key,
    disable_key,
    enable_key,
    remove_key,
    use_key,
)
from selvbetjening.domain.identity.models import SshAccount, SshKey
from selvbetjening.domain.identity.queries import ssh
from selvbetjening.domain.identity.rules.ssh_doors import Account, verdict
from selvbetjening.domain.identity.rules.ssh_keys import KeyRefused
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from tests import business, make
from tests.sftp_keys import new_key

pytestmark = pytest.mark.usefixtures("database")
AT = business.AT


@dataclass
class Firm:
    organization: Organization = field(default_factory=make.organization)

    def __post_init__(self) -> None:
        business.entitle(self.organization, FILE_TRANSFER)
        self.id = OrganizationId(self.organization.id)
        self.boss = business.member(self.organization, role="access_manager")
        business.member(self.organization, role="access_manager")
        self.person = business.member(self.organization, grants={FILE_TRANSFER: ["send"]})

    def account(self, environment: str = "production") -> SshAccount:
        return open_for_person(
            self.id, membership=self.person.id, environment="test" if environment == "test" else "production",
            actor=SYSTEM, at=AT,
        )  # fmt: skip

    def add(self, account: SshAccount, text: bytes, **values: object) -> SshKey:
        given = {"label": "ERP", "by": self.person.id, "actor": SYSTEM, "at": AT, **values}
        return add_key(self.id, account=account.id, text=text, **given)  # type: ignore[arg-type]


def named(name: str) -> Account:
    found = ssh.account_named(name=name)
    assert found is not None
    return found


def standing(account: Account, **later: float) -> SshStanding:
    """What it may do; the door's one statement says the same of it, with each of its keys and with none (SEC-27)."""
    at = AT + timedelta(**later)
    with within(account.organization):
        found = ssh_standing(account.organization, account=account, at=at)
        for keys in ((), *((key,) for key in account.keys)):
            print_ = keys[0].fingerprint if keys else "SHA256:nobody"
            now = ssh_now(account.organization, name=account.name, fingerprint=print_, at=at)
            assert now == SshNow(replace(account, keys=keys), found)
    return found


def test_one_user_for_each_person_and_environment() -> None:
    """BP-42, BP-50: `p` or `t` and eight signs; the same again is the same."""
    firm = Firm()
    first, again, test = firm.account(), firm.account(), firm.account("test")
    assert (first.id, first.name[0], len(first.name)) == (again.id, "p", 9)
    assert (test.name[0], test.id != first.id) == ("t", True)
    assert named(first.name).organization == firm.id
    assert ssh.account_named(name="p2345abcd") is None


def test_rights_are_those_of_the_grant() -> None:
    """SEC-24, SEC-27: sending only, as granted; nothing without the solution."""
    firm = Firm()
    account = named(firm.account().name)
    found = standing(account)
    assert (found.may_send, found.may_fetch, found.refused, found.member) == (True, False, "", firm.person.id)
    nobody = business.member(firm.organization)
    other = open_for_person(firm.id, membership=nobody.id, environment="production", actor=SYSTEM, at=AT)
    assert standing(named(other.name)).refused == "ACC-01"


def test_a_key_is_one_user_s() -> None:
    """BP-42, KEY-03, KEY-04: not of two users of whatever company, not back after it was removed, five at most."""
    firm, rival = Firm(), Firm()
    mine, theirs, key = firm.account(), rival.account(), new_key()
    added = firm.add(mine, key.public)
    for other, account in ((rival, theirs), (firm, mine), (firm, firm.account("test"))):
        with pytest.raises(KeyRefused, match="taken"):
            other.add(account, key.public)
    remove_key(firm.id, key=added.id, actor=SYSTEM, at=AT)
    with pytest.raises(KeyRefused, match="revoked"):
        firm.add(mine, key.public)
    for _ in range(5):
        firm.add(mine, new_key().public)
    with pytest.raises(KeyRefused, match="too_many"):
        firm.add(mine, new_key().public)


def test_what_opens_and_what_does_not() -> None:
    """BP-42, SEC-93: expired, pending, from elsewhere, removed; a login is noted, and a probe is not."""
    firm, key = Firm(), new_key()
    row = firm.account()
    added = firm.add(row, key.public, addresses=["192.0.2.0/24"], months=1, source="file")

    def asked(address: str = "192.0.2.9", days: float = 0, fingerprint: str = key.fingerprint) -> str:
        account = named(row.name)
        return verdict(account=account, fingerprint=fingerprint, address=address, at=AT + timedelta(days=days))

    assert asked() == "pending_key"
    confirm_key(firm.id, key=added.id, actor=SYSTEM, at=AT)
    assert [asked(), asked("198.51.100.1"), asked(days=40), asked(fingerprint="SHA256:x")] == [
        "ok", "address", "expired_key", "unknown_key",
    ]  # fmt: skip
    use_key(firm.id, key=added.id, address="192.0.2.9", at=AT)
    with within(firm.id):
        found = SshKey.objects.get(organization_id=firm.id, id=added.id)
    assert (found.last_used_at, found.last_address, found.uses) == (AT, "192.0.2.9", 1)
    before = named(row.name).generation
    remove_key(firm.id, key=added.id, actor=SYSTEM, at=AT)
    assert asked() == "revoked_key"
    assert named(row.name).generation > before


def test_an_end_of_access_closes_this_door_too() -> None:
    """SEC-28, SEC-30: in the same transaction; coming back grants nothing by itself."""
    firm, key = Firm(), new_key()
    row = firm.account()
    firm.add(row, key.public)
    before = named(row.name).generation
    suspend(firm.id, membership=firm.person.id, reason="Orlov", until=None, by=firm.boss.id, at=AT)
    found = named(row.name)
    assert (str(found.state), found.generation) == ("closed", before + 1)
    assert verdict(account=found, fingerprint=key.fingerprint, address="192.0.2.1", at=AT) == "closed"
    assert standing(found).refused == "LOGIN-08"
    restore(firm.id, membership=firm.person.id, grants=[], as_manager=False, ends_on=None, by=firm.boss.id, at=AT)
    assert str(named(row.name).state) == "closed"
    assert firm.account().id == row.id
    assert verdict(account=named(row.name), fingerprint=key.fingerprint, address="192.0.2.1", at=AT) == "ok"
    end_account(firm.id, account=row.id, actor=SYSTEM, at=AT)
    assert ssh.account_named(name=row.name) is None
    assert firm.account().name != row.name


def test_a_machine_goes_on_for_a_fortnight_without_its_person() -> None:
    """Annex B.3, SEC-28, SEC-32."""
    firm, key = Firm(), new_key()
    row = open_for_machine(
        firm.id, label="ERP", responsible=firm.person.id, environment="production", may_fetch=False,
        pbs_numbers=["12345678"], actor=SYSTEM, at=AT,
    )  # fmt: skip
    firm.add(row, key.public)
    found = standing(named(row.name))
    assert (found.may_send, found.may_fetch, found.pbs_numbers, found.member) == (
        True, False, ("12345678",), firm.person.id,
    )  # fmt: skip
    suspend(firm.id, membership=firm.person.id, reason="", until=None, by=firm.boss.id, at=AT)
    later = named(row.name)
    assert (standing(later, days=13.9).refused, standing(later, days=13.9).member) == ("", None)
    assert standing(later, days=14).refused == "LOGIN-08"
    ends = AT + timedelta(days=14)
    assert verdict(account=later, fingerprint=key.fingerprint, address="192.0.2.1", at=ends) == "suspended"
    choose_responsible(firm.id, account=row.id, responsible=firm.boss.id, actor=SYSTEM, at=AT)
    assert standing(named(row.name), days=30).member == firm.boss.id


def test_the_doctor_tells_nobody_of_others() -> None:
    """BM-08, SEC-65: one's own user, and from one's own address names that are nobody's or a slip, for a day.

    Whether a name is a user's elsewhere cannot be read from it: one that is and one that is not look the same.
    """
    firm, rival = Firm(), Firm()
    mine, theirs = firm.account(), rival.account()
    here, there = f"2001:db8::{uuid4().hex[:4]}", f"2001:db8:1::{uuid4().hex[:4]}"
    slip = mine.name[:-1] + ("2" if mine.name[-1] != "2" else "3")
    free = "".join("z" if sign != "z" else "y" for sign in theirs.name[1:])
    tried = [
        Tried(at=AT, verdict="unknown_key", address=there, user_name=mine.name, organization=firm.id, account=mine.id),
        Tried(at=AT, verdict="no_key", address=there, user_name=mine.name),
        Tried(at=AT, verdict="unknown_user", address=here, user_name="kdoe\x1b[31m"),
        Tried(at=AT, verdict="unknown_user", address=here, user_name=slip, fingerprint="SHA256:x", bits=256),
        Tried(at=AT, verdict="unknown_user", address=there, user_name="fremmed"),
        Tried(at=AT, verdict="unknown_user", address=here, user_name=f"p{free}"),
        Tried(at=AT, verdict="ok", address=here, user_name=theirs.name, organization=rival.id, account=theirs.id),
        Tried(at=AT, verdict="no_key", address=here, user_name=theirs.name),
    ]
    note_attempts(attempts=tried)
    found = ssh.attempts(firm.id, account=mine, address=here, since=AT, strangers_since=AT)
    assert {(each.verdict, each.user_name, each.fingerprint) for each in found} == {
        ("unknown_key", mine.name, ""), ("no_key", mine.name, ""), ("unknown_user", "kdoe[31m", ""),
        ("unknown_user", slip, ""),
    }  # fmt: skip
    away = ssh.attempts(firm.id, account=mine, address="", since=AT, strangers_since=AT)
    assert {each.verdict for each in away} == {"unknown_key", "no_key"}
    assert ssh.attempts(firm.id, account=theirs, address="", since=AT, strangers_since=AT) == []
    forget_attempts(at=AT + timedelta(days=1))
    assert ssh.attempts(firm.id, account=mine, address=here, since=AT, strangers_since=AT) == []


def test_a_key_is_switched_off_and_on_again() -> None:
    """BP-42, BM-06: off at once and undone by a press; a removed one never comes back."""
    firm, key = Firm(), new_key()
    row = firm.account()
    made = firm.add(row, key.public)

    def told() -> str:
        return verdict(account=named(row.name), fingerprint=key.fingerprint, address="192.0.2.1", at=AT)

    before = named(row.name).generation
    disable_key(firm.id, key=made.id, actor=SYSTEM, at=AT)
    disable_key(firm.id, key=made.id, actor=SYSTEM, at=AT)
    assert (told(), named(row.name).generation) == ("disabled_key", before + 1)
    enable_key(firm.id, key=made.id, actor=SYSTEM, at=AT)
    assert told() == "ok"
    remove_key(firm.id, key=made.id, actor=SYSTEM, at=AT)
    enable_key(firm.id, key=made.id, actor=SYSTEM, at=AT)
    assert told() == "revoked_key"
