"""What `identity.queries.ssh` and `ssh_doors` answer together, for a connection that is open.

It is asked at every act (SEC-27), so it is one statement.
"""

import json
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connections

from selvbetjening.domain.access.lifecycle import GrantState, MembershipState
from selvbetjening.domain.access.rules.agreements import AGREED, open_today
from selvbetjening.domain.access.rules.members import (
    ACCESS_MANAGER,
    OPENING,
    USER,
    LiveGrant,
    Member,
    Standing,
    is_open,
    refusal_of,
)
from selvbetjening.domain.access.rules.ssh_standing import SshStanding, of_machine, of_person
from selvbetjening.domain.identity.lifecycle import SshAccountState, SshKeyState
from selvbetjening.domain.identity.rules.ssh_doors import Account, Key
from selvbetjening.domain.identity.rules.ssh_habits import habits_of
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

# Plain SQL, because every act over SFTP asks it, and Django takes longer to make six queries than to run one.
_NOW: Final = """
    SELECT n.generation, a.id AS account, a.is_machine, a.membership_id, a.responsible_membership_id, a.environment,
           a.state AS account_state, a.orphaned_at, a.may_send, a.may_fetch, a.pbs_numbers,
           a.temporary_names, a.all_in_root, a.naming,
           k.id AS key, k.state AS key_state, k.expires_at, k.addresses,
           o.is_active, o.features,
           (SELECT jsonb_agg(jsonb_build_array(e.solution_id, e.began_on, e.ends_on))
            FROM access_entitlement e WHERE e.organization_id = o.id AND e.state = ANY(%s)) AS agreements,
           m.state AS member_state, m.role, m.ends_on,
           (SELECT jsonb_agg(jsonb_build_array(g.id, g.solution_id, g.state, g.actions, g.pbs_numbers, g.ends_on))
            FROM access_grant g
            WHERE g.organization_id = o.id AND g.membership_id = m.id AND g.state = ANY(%s)) AS grants
    FROM identity_sshusername n
    JOIN identity_sshaccount a ON a.organization_id = n.for_company AND a.id = n.account_id
    JOIN organizations_organization o ON o.id = a.organization_id
    LEFT JOIN identity_sshkey k
        ON k.organization_id = a.organization_id AND k.account_id = a.id AND k.fingerprint = %s
    LEFT JOIN access_membership m
        ON m.organization_id = a.organization_id AND m.id = a.membership_id AND m.state <> %s
    WHERE n.name = %s AND n.for_company = %s AND a.state <> %s
"""


class SshNow(NamedTuple):
    """An SFTP user with the one key that was asked about, if it has it, and what it may do."""

    account: Account
    standing: SshStanding


def ssh_now(organization: OrganizationId, *, name: str, fingerprint: str, at: datetime) -> SshNow | None:
    """The company's SFTP user of this name as it is now, None when it has ended; one statement.

    Inside the company's transaction.
    """
    with connections["default"].cursor() as cursor:
        cursor.execute(
            _NOW,
            [
                _texts(AGREED), _texts(OPENING), fingerprint, MembershipState.ANONYMISED.value, name, organization,
                SshAccountState.ENDED.value,
            ],
        )  # fmt: skip
        found = cursor.fetchone()
        if found is None:
            return None
        row = dict(zip((each.name for each in cursor.description), found, strict=True))
    account = _account(organization, name, fingerprint, row)
    return SshNow(account, _standing(account, row, at))


def _texts(states: tuple[Any, ...]) -> list[str]:
    return [each.value for each in states]


def _account(organization: OrganizationId, name: str, fingerprint: str, row: dict[str, Any]) -> Account:
    keys: tuple[Key, ...] = ()
    if row["key"] is not None:
        keys = (
            Key(row["key"], fingerprint, SshKeyState(row["key_state"]), row["expires_at"], tuple(row["addresses"])),
        )
    return Account(
        organization=organization, id=row["account"], name=name, generation=row["generation"],
        is_machine=row["is_machine"], membership=row["membership_id"] or row["responsible_membership_id"],
        environment="test" if row["environment"] == "test" else "production",
        state=SshAccountState(row["account_state"]), orphaned_at=row["orphaned_at"], may_send=row["may_send"],
        may_fetch=row["may_fetch"], pbs_numbers=tuple(row["pbs_numbers"]), keys=keys,
        habits=habits_of(
            temporary_names=row["temporary_names"], all_in_root=row["all_in_root"], naming=row["naming"]
        ),
    )  # fmt: skip


def _standing(account: Account, row: dict[str, Any], at: datetime) -> SshStanding:
    today = copenhagen_day(at)
    solutions: frozenset[str] = frozenset()
    if row["is_active"]:
        agreements = ((code, _day(began), _day(ends)) for code, began, ends in _array(row["agreements"]))
        solutions = open_today(agreements=agreements, features=row["features"], today=today)
    if account.is_machine:
        return of_machine(account=account, solutions=solutions, at=at)
    return of_person(found=None if row["member_state"] is None else _member(account, row, solutions, today))


def _member(account: Account, row: dict[str, Any], solutions: frozenset[str], today: date) -> Standing:
    state = MembershipState(row["member_state"])
    refused = refusal_of(state=state, ends_on=row["ends_on"], fits=True, has_agreement=bool(solutions), today=today)
    id_: UUID = row["membership_id"]
    # The door asks for rights only: nobody's name or address is read for them.
    member = Member(
        id=id_, user=id_, name="", email="", role=ACCESS_MANAGER if row["role"] == ACCESS_MANAGER else USER,
        state=state, bound_cvr="", is_external=False, partner_name="", language="da", ends_on=row["ends_on"],
        generation=0,
    )  # fmt: skip
    grants = () if refused else tuple(_grants(_array(row["grants"]), today))
    return Standing(account.organization, member, grants, solutions, refused)


def _grants(rows: list[Any], today: date) -> list[LiveGrant]:
    return [
        LiveGrant(UUID(id_), solution, tuple(actions), tuple(numbers), _day(ends), is_fading=state == GrantState.FADING)
        for id_, solution, state, actions, numbers, ends in rows
        if is_open(state=GrantState(state), ends_on=_day(ends), today=today)
    ]


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _array(found: Any) -> list[Any]:
    """A JSON array as a list: Django's connections hand JSON on as text."""
    return [] if found is None else json.loads(found) if isinstance(found, str) else list(found)
