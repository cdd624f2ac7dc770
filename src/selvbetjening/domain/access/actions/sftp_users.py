"""SFTP users are made: for real files only where production is open (BP-42, BP-50)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.access.queries.production import is_open
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.identity.actions import ssh_accounts
from selvbetjening.domain.identity.models import SshAccount
from selvbetjening.domain.identity.rules.ssh_doors import Environment
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def open_for_person(
    organization: OrganizationId, *, membership: UUID, environment: Environment, actor: Actor, at: datetime
) -> SshAccount:
    """The person's own SFTP user; see `ssh_accounts.open_for_person`. Raises `Refused("production_closed")`."""
    with within(organization):
        _check(organization, environment)
        return ssh_accounts.open_for_person(
            organization, membership=membership, environment=environment, actor=actor, at=at
        )


def open_for_machine(
    organization: OrganizationId,
    *,
    label: str,
    responsible: UUID,
    environment: Environment,
    may_send: bool,
    may_fetch: bool,
    pbs_numbers: Sequence[str],
    actor: Actor,
    at: datetime,
) -> SshAccount:
    """A machine's SFTP user; see `ssh_accounts.open_for_machine`. Raises `Refused("production_closed")`."""
    with within(organization):
        _check(organization, environment)
        return ssh_accounts.open_for_machine(
            organization, label=label, responsible=responsible, environment=environment, may_send=may_send,
            may_fetch=may_fetch, pbs_numbers=pbs_numbers, actor=actor, at=at,
        )  # fmt: skip


def _check(organization: OrganizationId, environment: Environment) -> None:
    if environment == "production" and not is_open(organization):
        raise Refused("production_closed", field="environment")
