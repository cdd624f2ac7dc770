"""SFTP users, their keys, what was tried, and the server's own keys (BP-42, BM-08, BM-09)."""

import base64
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from selvbetjening.domain.identity.lifecycle import SshAccountState, SshKeyState
from selvbetjening.domain.identity.models import SshAccount, SshAttempt, SshKey, SshUserName
from selvbetjening.domain.identity.rules.ssh_doors import Account, Key, is_like
from selvbetjening.domain.identity.rules.ssh_habits import habits_of
from selvbetjening.domain.identity.rules.ssh_keys import fingerprint_of
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId

__all__ = ["SshAccount", "SshAttempt", "SshKey"]
_SHOWN: Final = 100
_NOBODY: Final = UUID(int=0)


def account_named(*, name: str) -> Account | None:
    """The SFTP user of this name with its keys; opens its company's transaction itself. Ended ones are nobody's.

    A name that nobody has is looked up in the same way, among the rows of no company (SEC-65).
    """
    found = SshUserName.objects.filter(name=name).first()
    organization = OrganizationId(found.organization_id if found else _NOBODY)
    account = found.account_id if found else _NOBODY
    with within(organization):
        row = SshAccount.objects.filter(organization_id=organization, id=account).first()
        keys = list(SshKey.objects.filter(organization_id=organization, account_id=account).order_by("added_at", "id"))
        if found is None or row is None or row.state == SshAccountState.ENDED:
            return None
        return _as_rule(row, found.generation, keys)


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


def behind(organization: OrganizationId, *, account: UUID, fingerprint: str) -> set[UUID]:
    """The memberships of those who are as good as the sender of what this SFTP user sends with this key (SEC-32).

    Its person, or whoever answers for the machine, or did last; and whoever put the key in, removed by now or not.
    """
    keys = SshKey.objects.filter(organization_id=organization, account_id=account, fingerprint=fingerprint)
    found = set(keys.values_list("added_by_id", flat=True))
    users = SshAccount.objects.filter(organization_id=organization, id=account)
    for pair in users.values_list("membership_id", "responsible_membership_id"):
        found.update(pair)
    return {each for each in found if each is not None}


def attempts(
    organization: OrganizationId, *, account: SshAccount, since: datetime, address: str = "", strangers_since: datetime
) -> list[SshAttempt]:
    """What was tried with this user's name, and lately from the viewer's own address with a name much like it (BM-08).

    The newest first, a hundred at most. Another company's attempts are never among it, nor strangers from anywhere
    else; whether a name that somebody typed is a user's elsewhere is not to be read from it: such a row says
    `unknown_user` and no more, whatever came of it.
    """
    mine = list(
        SshAttempt.objects.filter(account_id=account.id, organization_id=organization, at__gte=since)
        .order_by("-at")[:_SHOWN]
    )  # fmt: skip
    others = SshAttempt.objects.filter(address=address, at__gte=strangers_since).exclude(organization_id=organization)
    strangers = [_told_nothing(row) for row in others.order_by("-at")[:_SHOWN] if _is_slip(row, account)]
    return sorted([*mine, *(strangers if address else [])], key=lambda row: row.at, reverse=True)[:_SHOWN]


def _is_slip(row: SshAttempt, account: SshAccount) -> bool:
    return bool(row.user_name) and is_like(typed=row.user_name, name=account.name)


def _told_nothing(row: SshAttempt) -> SshAttempt:
    """The row as of a name that nobody has."""
    row.verdict, row.wanted, row.kind, row.bits, row.fingerprint = "unknown_user", "", "", 0, ""
    return row


#: Algorithms by their numbers in DNS.
_IN_DNS: Final = {"ssh-rsa": 1, "ecdsa": 3, "ssh-ed25519": 4}


@dataclass(frozen=True, slots=True)
class HostKey:
    """A key of our server: `line` is what a `known_hosts` file takes."""

    kind: str
    fingerprint: str
    line: str

    @property
    def sshfp(self) -> str:
        """The record of it for DNS (RFC 4255): algorithm, 2 for SHA-256, the digest in hex."""
        digest = base64.b64decode(self.fingerprint.removeprefix("SHA256:") + "=").hex()
        return f"{settings.SFTP_HOST}. IN SSHFP {_IN_DNS.get(self.kind.partition('-sha2')[0], 0)} 2 {digest}"


def host_keys() -> list[HostKey]:
    """The keys of the server as `settings.SFTP_HOST_PUBLIC_KEYS` has them; see `host_keys.published` for pages."""
    return [host_key(line=text) for text in settings.SFTP_HOST_PUBLIC_KEYS]


def host_key(*, line: str) -> HostKey:
    """The key of an OpenSSH line, as one of this server."""
    host = settings.SFTP_HOST if settings.SFTP_PORT == 22 else f"[{settings.SFTP_HOST}]:{settings.SFTP_PORT}"
    kind, _, rest = line.partition(" ")
    encoded = rest.split(" ")[0]
    return HostKey(kind, fingerprint_of(blob=base64.b64decode(encoded)), f"{host} {kind} {encoded}")


def _as_rule(row: SshAccount, generation: int, keys: list[SshKey]) -> Account:
    return Account(
        organization=OrganizationId(row.organization_id), id=row.id, name=row.name, generation=generation,
        is_machine=row.is_machine, membership=row.membership_id or row.responsible_membership_id,
        environment="test" if row.environment == "test" else "production", state=SshAccountState(row.state),
        orphaned_at=row.orphaned_at, may_send=row.may_send, may_fetch=row.may_fetch,
        pbs_numbers=tuple(row.pbs_numbers),
        habits=habits_of(temporary_names=row.temporary_names, all_in_root=row.all_in_root, naming=row.naming),
        keys=tuple(
            Key(each.id, each.fingerprint, SshKeyState(each.state), each.expires_at, tuple(each.addresses))
            for each in keys
        ),
    )  # fmt: skip
