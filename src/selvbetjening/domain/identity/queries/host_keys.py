"""The server's keys as they are published, those that come, and who has met which (BM-09)."""

import base64
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from selvbetjening.domain.identity.lifecycle import SshAccountState
from selvbetjening.domain.identity.models import HostKeyChange, HostKeyUse, SshAccount
from selvbetjening.domain.identity.queries.ssh import HostKey, host_key, host_keys
from selvbetjening.domain.identity.rules.host_keys import Met, Standing, standing
from selvbetjening.kernel.ids import OrganizationId

__all__ = ["HostKeyChange"]


@dataclass(frozen=True, slots=True)
class Published:
    """A key with what is to come: `starts_on` for one that is announced, `ends_on` for one that it takes over from."""

    key: HostKey
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Standings:
    """An SFTP user beside a change: the key it met last, and whether it knows the one that comes."""

    account: SshAccount
    standing: Standing
    last: str = ""
    used_at: datetime | None = None


def changes() -> list[HostKeyChange]:
    """Announced and not withdrawn, the oldest first."""
    return list(HostKeyChange.objects.filter(withdrawn_at=None).order_by("starts_on", "announced_at"))


def published() -> list[Published]:
    """What clients may check our server by: the keys in use, and those that are announced."""
    coming = changes()
    starts = {each.fingerprint: each.starts_on for each in coming}
    ends = {each.retires: each.starts_on for each in coming if each.retires}
    now = [Published(key, starts.get(key.fingerprint), ends.get(key.fingerprint)) for key in host_keys()]
    known = {each.key.fingerprint for each in now}
    for each in coming:
        if each.fingerprint not in known:
            line = f"{each.kind} {base64.b64encode(bytes(each.blob)).decode()}"
            now.append(Published(host_key(line=line), each.starts_on))
    return now


def met(organization: OrganizationId, *, account: UUID) -> list[Met]:
    """The host keys that this user's program knows of, the one it used last first."""
    rows = HostKeyUse.objects.filter(organization_id=organization, account_id=account)
    found = [Met(row.fingerprint, row.used_at, row.learned_at) for row in rows]
    return sorted(found, key=lambda each: each.used_at.timestamp() if each.used_at else 0.0, reverse=True)


def beside(organization: OrganizationId, *, change: HostKeyChange) -> list[Standings]:
    """Every SFTP user of the company that is open, beside this change."""
    accounts = SshAccount.objects.filter(organization_id=organization, state=SshAccountState.OPEN)
    return _beside(accounts, HostKeyUse.objects.filter(organization_id=organization), change)


def beside_everywhere(*, change: HostKeyChange, alias: str) -> list[Standings]:
    """The same of every company, through the doorway's `alias`."""
    accounts = SshAccount.objects.using(alias).filter(state=SshAccountState.OPEN)
    return _beside(accounts, HostKeyUse.objects.using(alias).all(), change)


def _beside(accounts: QuerySet[SshAccount], uses: QuerySet[HostKeyUse], change: HostKeyChange) -> list[Standings]:
    by_account: dict[UUID, list[Met]] = {}
    for row in uses:
        by_account.setdefault(row.account_id, []).append(Met(row.fingerprint, row.used_at, row.learned_at))
    return [_stands(each, by_account.get(each.id, []), change) for each in accounts.order_by("name")]


def _stands(account: SshAccount, met: list[Met], change: HostKeyChange) -> Standings:
    used = [each for each in met if each.used_at]
    last = max(used, key=lambda each: each.used_at.timestamp() if each.used_at else 0.0, default=None)
    stands = standing(met=met, retires=change.retires, comes=change.fingerprint)
    return Standings(account, stands, last.fingerprint if last else "", last.used_at if last else None)
