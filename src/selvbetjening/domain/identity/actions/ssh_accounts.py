"""SFTP users: made, opened again, closed, ended (BP-42, SEC-28). Who may ask for it, the door has asked before."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.identity.events import (
    SshAccountClosed,
    SshAccountOpened,
    SshResponsibleChosen,
    SshResponsibleGone,
)
from selvbetjening.domain.identity.lifecycle import SSH_ACCOUNT, SshAccountState
from selvbetjening.domain.identity.models import SshAccount, SshUserName
from selvbetjening.domain.identity.rules.ssh_doors import LENGTH, SIGNS, Environment
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def open_for_person(
    organization: OrganizationId, *, membership: UUID, environment: Environment, actor: Actor, at: datetime
) -> SshAccount:
    """The person's SFTP user in this environment: made, or opened again where an end of access had closed it.

    The same again gives the same. Records `SshAccountOpened` where something changed.
    """
    with within(organization):
        rows = SshAccount.objects.select_for_update().filter(
            organization_id=organization, membership_id=membership, environment=environment, is_machine=False
        )
        found = rows.exclude(state=SshAccountState.ENDED).first()
        if found is None:
            return _make(
                organization, environment=environment, actor=actor, at=at, membership_id=membership, is_machine=False
            )
        if found.state == SshAccountState.CLOSED:
            found.state, found.closed_at = SSH_ACCOUNT.after(SshAccountState.CLOSED, "open"), None
            found.save(update_fields=["state", "closed_at"])
            _opened(organization, found, actor, at)
        return found


def open_for_machine(
    organization: OrganizationId,
    *,
    label: str,
    responsible: UUID,
    environment: Environment,
    may_send: bool = True,
    may_fetch: bool = True,
    pbs_numbers: Sequence[str] = (),
    actor: Actor,
    at: datetime,
) -> SshAccount:
    """Make an SFTP user for a machine, with a responsible person. Records `SshAccountOpened`.

    `pbs_numbers` are those that it may send and fetch for, empty for all. Raises ValueError without a `label`.
    """
    if not (name := label.strip()[:80]):
        raise ValueError("a machine's SFTP user needs a name")
    with within(organization):
        return _make(
            organization, environment=environment, actor=actor, at=at, is_machine=True, label=name,
            responsible_membership_id=responsible, may_send=may_send, may_fetch=may_fetch,
            pbs_numbers=list(pbs_numbers),
        )  # fmt: skip


def choose_responsible(
    organization: OrganizationId, *, account: UUID, responsible: UUID, actor: Actor, at: datetime
) -> None:
    """Make this person responsible for a machine's SFTP user. Records `SshResponsibleChosen`. Raises DoesNotExist."""
    with within(organization):
        row = SshAccount.objects.select_for_update().get(organization_id=organization, id=account, is_machine=True)
        row.responsible_membership_id, row.orphaned_at = responsible, None
        row.save(update_fields=["responsible_membership_id", "orphaned_at"])
        fact = SshResponsibleChosen(ssh_account=row.id, member=responsible)
        record(organization, fact=fact, actor=actor, at=at)


def end_account(organization: OrganizationId, *, account: UUID, actor: Actor, at: datetime) -> None:
    """End an SFTP user for good; live connections are cut. Twice is once. Records `SshAccountClosed`."""
    with within(organization):
        row = SshAccount.objects.select_for_update().get(organization_id=organization, id=account)
        if row.state != SshAccountState.ENDED:
            _close(organization, row, "end", actor, at)


def close_of_member(organization: OrganizationId, *, membership: UUID, actor: Actor, at: datetime) -> None:
    """The door of access (SEC-28): the person's SFTP users are closed, in the transaction that ends the access.

    Machines that the person was responsible for go on for fourteen days, and somebody else is to be found.
    Records `SshAccountClosed` and `SshResponsibleGone`.
    """
    mine = SshAccount.objects.select_for_update().filter(organization_id=organization)
    for row in mine.filter(membership_id=membership, state=SshAccountState.OPEN).order_by("id"):
        _close(organization, row, "close", actor, at)
    left = mine.filter(responsible_membership_id=membership, orphaned_at=None).exclude(state=SshAccountState.ENDED)
    for row in left.order_by("id"):
        row.orphaned_at = at
        row.save(update_fields=["orphaned_at"])
        record(organization, fact=SshResponsibleGone(ssh_account=row.id), actor=actor, at=at)


def cut(organization: OrganizationId, *, account: UUID) -> None:
    """Have every live connection of the SFTP user ended as soon as the open transaction commits (SEC-27)."""
    SshUserName.objects.filter(account_id=account, organization_id=organization).update(generation=F("generation") + 1)


def look_on(organization: OrganizationId, *, account: UUID, until: datetime) -> None:
    """Let the connection doctor watch this SFTP user until then (BM-08)."""
    with within(organization):
        SshAccount.objects.filter(organization_id=organization, id=account).update(doctor_until=until)


def _make(
    organization: OrganizationId, *, environment: Environment, actor: Actor, at: datetime, **values: object
) -> SshAccount:
    row = SshAccount(organization_id=organization, environment=environment, made_at=at, **values)
    row.name = _reserve(organization, account=row.id, environment=environment)
    row.save(force_insert=True)
    _opened(organization, row, actor, at)
    return row


def _reserve(organization: OrganizationId, *, account: UUID, environment: Environment) -> str:
    """A name that nobody has had: there are some 10^11 of each letter."""
    while True:
        name = environment[0] + "".join(secrets.choice(SIGNS) for _ in range(LENGTH - 1))
        try:
            with transaction.atomic():
                SshUserName.objects.create(name=name, organization_id=organization, account_id=account)
        except IntegrityError:
            continue
        return name


def _opened(organization: OrganizationId, row: SshAccount, actor: Actor, at: datetime) -> None:
    fact = SshAccountOpened(
        ssh_account=row.id, member=row.membership_id or row.responsible_membership_id, is_machine=row.is_machine,
        environment=row.environment,
    )  # fmt: skip
    record(organization, fact=fact, actor=actor, at=at)


def _close(organization: OrganizationId, row: SshAccount, verb: str, actor: Actor, at: datetime) -> None:
    row.state, row.closed_at = SSH_ACCOUNT.after(SshAccountState(row.state), verb), at
    row.save(update_fields=["state", "closed_at"])
    cut(organization, account=row.id)
    fact = SshAccountClosed(ssh_account=row.id, for_good=verb == "end")
    record(organization, fact=fact, actor=actor, at=at)
