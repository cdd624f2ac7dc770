"""SFTP users, their keys, what was tried, and the server's own keys (BP-42, BM-08, BM-09)."""

import base64
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from selvbetjening.domain.identity.lifecycle import SshAccountState, SshKeyState
from selvbetjening.domain.identity.models import SshAccount, SshAttempt, SshKey, SshUserName
from selvbetjening.domain.identity.rules.ssh_doors import Account, Key
from selvbetjening.domain.identity.rules.ssh_keys import fingerprint_of
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def account_named(*, name: str) -> Account | None:
    """The SFTP user of this name with its keys; opens its company's transaction itself. Ended ones are nobody's."""
    found = SshUserName.objects.filter(name=name).first()
    if found is None:
        return None
    organization = OrganizationId(found.organization_id)
    with within(organization):
        row = SshAccount.objects.filter(organization_id=organization, id=found.account_id).first()
        if row is None or row.state == SshAccountState.ENDED:
            return None
        keys = SshKey.objects.filter(organization_id=organization, account=row).order_by("added_at", "id")
        return _as_rule(row, found.generation, list(keys))


def generations(*, names: Collection[str]) -> dict[str, int]:
    """The generation of each name: one that has risen means that its connections are to be cut (SEC-27)."""
    return dict(SshUserName.objects.filter(name__in=list(names)).values_list("name", "generation"))


def accounts(organization: OrganizationId, *, membership: UUID | None = None) -> list[SshAccount]:
    """The company's SFTP users that have not ended, or this person's and the machines that she is responsible for."""
    rows = SshAccount.objects.filter(organization_id=organization).exclude(state=SshAccountState.ENDED)
    if membership is not None:
        rows = rows.filter(Q(membership_id=membership) | Q(responsible_membership_id=membership))
    return list(rows.order_by("is_machine", "made_at", "name"))


def account(organization: OrganizationId, *, account: UUID) -> SshAccount | None:
    """One of the company's SFTP users, ended ones too."""
    return SshAccount.objects.filter(organization_id=organization, id=account).first()


def keys(organization: OrganizationId, *, account: UUID) -> list[SshKey]:
    """The user's keys that were not removed, expired ones too, the oldest first."""
    rows = SshKey.objects.filter(organization_id=organization, account_id=account)
    return list(rows.exclude(state=SshKeyState.REVOKED).order_by("added_at", "id"))


def key(organization: OrganizationId, *, key: UUID) -> SshKey | None:
    """One of the company's keys, with its user."""
    return SshKey.objects.select_related("account").filter(organization_id=organization, id=key).first()


def attempts(organization: OrganizationId, *, account: UUID, address: str, since: datetime) -> list[SshAttempt]:
    """What was tried with this user's name, and by strangers from the viewer's own address, the newest first (BM-08).

    Another company's attempts are never among it, and neither are strangers from anywhere else.
    """
    mine = Q(account_id=account, organization_id=organization)
    if address:
        mine |= Q(account_id=None, address=address)
    return list(SshAttempt.objects.filter(mine, at__gte=since).order_by("-at")[:100])


@dataclass(frozen=True, slots=True)
class HostKey:
    """A key of our server: `line` is what a `known_hosts` file takes."""

    kind: str
    fingerprint: str
    line: str


def host_keys() -> list[HostKey]:
    """What clients may check our server by (BM-09), from `settings.SFTP_HOST_PUBLIC_KEYS`."""
    host = settings.SFTP_HOST if settings.SFTP_PORT == 22 else f"[{settings.SFTP_HOST}]:{settings.SFTP_PORT}"
    found = []
    for text in settings.SFTP_HOST_PUBLIC_KEYS:
        kind, _, rest = text.partition(" ")
        encoded = rest.split(" ")[0]
        found.append(HostKey(kind, fingerprint_of(blob=base64.b64decode(encoded)), f"{host} {kind} {encoded}"))
    return found


def _as_rule(row: SshAccount, generation: int, keys: list[SshKey]) -> Account:
    return Account(
        organization=OrganizationId(row.organization_id), id=row.id, name=row.name, generation=generation,
        is_machine=row.is_machine, membership=row.membership_id or row.responsible_membership_id,
        environment="test" if row.environment == "test" else "production", state=SshAccountState(row.state),
        orphaned_at=row.orphaned_at, may_send=row.may_send, may_fetch=row.may_fetch,
        pbs_numbers=tuple(row.pbs_numbers),
        keys=tuple(
            Key(each.id, each.fingerprint, SshKeyState(each.state), each.expires_at, tuple(each.addresses))
            for each in keys
        ),
    )  # fmt: skip
