"""The SFTP server's next key is announced, met by clients, and told to whoever has not met it (BM-09)."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.identity.events import HostKeyWarned
from selvbetjening.domain.identity.models import HostKeyChange, HostKeyUse
from selvbetjening.domain.identity.queries.host_keys import beside, changes
from selvbetjening.domain.identity.queries.ssh import host_keys
from selvbetjening.domain.identity.rules.host_keys import SILENT, check, warning
from selvbetjening.domain.identity.rules.ssh_keys import read
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def announce_host_key(*, text: bytes, starts_on: date, at: datetime) -> HostKeyChange:
    """Publish a key that the server will show from `starts_on`, 30 days ahead at least; again gives it another day.

    It takes over from the key of the same kind. Everybody's rows are the operator's here, so no company's book has it;
    each company's has the warnings. Raises `KeyRefused` for what is no public key, and `HostKeyRefused`.
    """
    key, today = read(text=text), copenhagen_day(at)
    now = [each for each in host_keys() if each.kind == key.kind]
    goes = next((each.fingerprint for each in now if each.fingerprint != key.fingerprint), "")
    # It may lie among the server's files already, behind the one that it takes over from.
    check(key=key, starts_on=starts_on, today=today, published=[each.fingerprint for each in now[:1]])
    with transaction.atomic():
        row = HostKeyChange.objects.filter(fingerprint=key.fingerprint, withdrawn_at=None).first()
        if row is None:
            return HostKeyChange.objects.create(
                kind=key.kind, blob=key.blob, fingerprint=key.fingerprint, retires=goes, announced_at=at,
                starts_on=starts_on,
            )  # fmt: skip
        row.starts_on = starts_on
        row.save(update_fields=["starts_on"])
        return row


def withdraw_host_key(*, fingerprint: str, at: datetime) -> bool:
    """The announced key does not come: it is published no more. True where there was one."""
    found = HostKeyChange.objects.filter(fingerprint=fingerprint, withdrawn_at=None)
    return bool(found.update(withdrawn_at=at))


def note_host_key(
    organization: OrganizationId, *, account: UUID, fingerprint: str, learned: bool = False, at: datetime
) -> None:
    """This user's program has logged in with the server's key, or has asked for the proof of one that it learns."""
    with within(organization):
        values = {"learned_at": at} if learned else {"used_at": at}
        HostKeyUse.objects.update_or_create(
            organization_id=organization, account_id=account, fingerprint=fingerprint, defaults=values
        )


def warn_of_host_keys(organization: OrganizationId, *, at: datetime) -> int:
    """Tell each SFTP user that has only met a key which goes, 30, 7 and 1 days before; how many were told now.

    Records `identity.host_key_warned`; the same again tells nobody twice.
    """
    told, today = 0, copenhagen_day(at)
    with within(organization):
        for change in changes():
            for each in beside(organization, change=change):
                silent = each.used_at is None or each.used_at < at - SILENT
                if each.standing == "retiring" and not silent:
                    told += _warn(organization, change, each.account.id, today, at)
    return told


def _warn(organization: OrganizationId, change: HostKeyChange, account: UUID, today: date, at: datetime) -> int:
    row = HostKeyUse.objects.select_for_update().get(
        organization_id=organization, account_id=account, fingerprint=change.retires
    )
    days = warning(
        starts_on=change.starts_on,
        today=today,
        warned=row.warned_days if row.warned_change_on == change.starts_on else None,
    )
    if days is None:
        return 0
    row.warned_days, row.warned_change_on = days, change.starts_on
    row.save(update_fields=["warned_days", "warned_change_on"])
    fact = HostKeyWarned(ssh_account=account, change=change.id, days=days)
    record(organization, fact=fact, actor=SYSTEM, at=at)
    return 1


def warn_all(*, at: datetime) -> int:
    """Defer one look for each company while a change is ahead, and return how many."""
    if not any(change.starts_on >= copenhagen_day(at) for change in changes()):
        return 0
    with doorway(reason="companies whose programs are warned of a host key", actor=SYSTEM, at=at) as alias:
        found = list(Organization.objects.using(alias).values_list("id", flat=True))
    for organization in found:
        with within(OrganizationId(organization)):
            warn_job.defer(OrganizationId(organization))
    return len(found)


@job(name="identity.host_keys")
def warn_job(organization: OrganizationId, *, at: datetime) -> None:
    """The morning's wake-up for one company."""
    warn_of_host_keys(organization, at=at)
