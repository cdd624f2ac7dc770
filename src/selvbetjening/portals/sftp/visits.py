"""Who is connected, and what the company's rows say of it now (SEC-24, SEC-27). Plain functions, for the pool."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from selvbetjening.domain.access.queries import SshStanding, ssh_now
from selvbetjening.domain.deliveries.rules.doors import By
from selvbetjening.domain.deliveries.rules.names import TEMPORARY
from selvbetjening.domain.identity.rules.ssh_doors import Account, Key, key_of, verdict
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


class Ended(Exception):
    """The access that this connection came with is over: it is cut."""


@dataclass(eq=False)
class Visit:
    """One connection that has logged in. `uploads` are the handles that write, in all its channels."""

    account: Account
    key: Key
    address: str
    client: str = ""
    uploads: set[Any] = field(default_factory=set)
    handles: int = 0
    channels: int = 0
    active_at: float = 0.0

    @property
    def organization(self) -> OrganizationId:
        return self.account.organization

    def by(self, standing: SshStanding) -> By:
        """Whom the files are from: a person by the membership, a machine by its own id."""
        member: UUID | None = standing.member
        actor = Actor("api", str(self.account.id)) if self.account.is_machine else Actor("user", str(member))
        return By(
            door="sftp", actor=actor, membership=member, account=self.account.id, key_fingerprint=self.key.fingerprint,
            address=self.address, pbs_numbers=standing.pbs_numbers, sftp_user=self.account.name,
            temporary=self.account.habits.temporary or TEMPORARY,
        )  # fmt: skip


def standing(visit: Visit) -> SshStanding:
    """Ask everything anew: user, key, membership, grants, agreement. One statement. Raises `Ended`.

    In the open transaction, where there is one: then what is done in it is done by somebody who may.
    """
    at = clock.now()
    with within(visit.organization, savepoint=False):
        found = ssh_now(visit.organization, name=visit.account.name, fingerprint=visit.key.fingerprint, at=at)
    if found is None or found.account.generation != visit.account.generation or found.standing.refused:
        raise Ended
    if verdict(account=found.account, fingerprint=visit.key.fingerprint, address=visit.address, at=at) != "ok":
        raise Ended
    visit.account = found.account
    return found.standing


def visit_for(*, account: Account, fingerprint: str, address: str, client: str) -> Visit | None:
    """The visit of somebody who has proven this key."""
    key = key_of(account=account, fingerprint=fingerprint)
    return None if key is None else Visit(account, key, address, client)
