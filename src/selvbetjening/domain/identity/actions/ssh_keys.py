"""Keys of SFTP users: added, confirmed, switched off and on, removed, used (BP-42, SEC-93). The door asked who may."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.identity.actions.ssh_accounts import cut
from selvbetjening.domain.identity.events import (
    SshKeyAdded,
    SshKeyConfirmed,
    SshKeyDisabled,
    SshKeyEnabled,
    SshKeyRemoved,
)
from selvbetjening.domain.identity.lifecycle import SSH_KEY, SshAccountState, SshKeyState
from selvbetjening.domain.identity.models import SshAccount, SshKey
from selvbetjening.domain.identity.rules.ssh_keys import MOST_KEYS, KeyRefused, expires, read
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId

Source = Literal["portal", "file", "api"]


def add_key(
    organization: OrganizationId,
    *,
    account: UUID,
    text: bytes | bytearray,
    label: str,
    months: int | None = None,
    addresses: Sequence[str] = (),
    source: Source = "portal",
    by: UUID | None,
    actor: Actor,
    at: datetime,
) -> SshKey:
    """Let one more key in. A key that came as a `file` stays pending until somebody confirms it. Records `SshKeyAdded`.

    `addresses` have been read by `rules.ssh_doors.networks_of`. Raises `KeyRefused`: `private` (a bytearray is wiped),
    `unreadable`, `kind`, `weak`, `life`, `label`, `too_many`, `revoked`, and `taken` for a key that is somebody's
    already: whose is nobody's business. Raises `SshAccount.DoesNotExist`.
    """
    key = read(text=text)
    if not (called := (label.strip() or key.comment)[:80]):
        raise KeyRefused("label")
    ends = expires(key=key, months=months, at=at)
    state = SshKeyState.PENDING if source == "file" else SshKeyState.ACTIVE
    with within(organization):
        rows = SshAccount.objects.select_for_update().filter(organization_id=organization)
        owner = rows.exclude(state=SshAccountState.ENDED).get(id=account)
        _check(organization, owner, key.fingerprint, at)
        made = SshKey(
            organization_id=organization, account=owner, label=called, kind=key.kind, bits=key.bits,
            fingerprint=key.fingerprint, blob=key.blob, source=source, addresses=list(addresses), added_by_id=by,
            added_at=at, expires_at=ends, state=state,
        )  # fmt: skip
        _save(made)
        fact = SshKeyAdded(
            ssh_account=owner.id, ssh_key=made.id, fingerprint=key.fingerprint, source=source,
            is_pending=state is SshKeyState.PENDING,
        )  # fmt: skip
        record(organization, fact=fact, actor=actor, at=at)
        return made


def _save(made: SshKey) -> None:
    """The table knows every company's keys: whoever is second is told nothing of the first."""
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise KeyRefused("taken") from None


def _check(organization: OrganizationId, owner: SshAccount, fingerprint: str, at: datetime) -> None:
    mine = SshKey.objects.filter(organization_id=organization, account=owner)
    earlier = mine.filter(fingerprint=fingerprint).first()
    if earlier is not None:
        raise KeyRefused("revoked" if earlier.state == SshKeyState.REVOKED else "taken")
    if mine.exclude(state=SshKeyState.REVOKED).filter(expires_at__gt=at).count() >= MOST_KEYS:
        raise KeyRefused("too_many")


def confirm_key(organization: OrganizationId, *, key: UUID, actor: Actor, at: datetime) -> None:
    """Let a key that came as a file open. Twice is once. Records `SshKeyConfirmed`."""
    with within(organization):
        mine = SshKey.objects.filter(organization_id=organization, id=key)
        moved = mine.filter(state__in=SSH_KEY.sources("confirm")).update(
            state=SSH_KEY.after(SshKeyState.PENDING, "confirm")
        )
        if moved:
            fact = SshKeyConfirmed(ssh_account=mine.get().account_id, ssh_key=key)
            record(organization, fact=fact, actor=actor, at=at)


def disable_key(organization: OrganizationId, *, key: UUID, actor: Actor, at: datetime) -> None:
    """Switch a key off for now; live connections of its user are cut (BM-06). Twice is once. Records `SshKeyDisabled`.

    Raises `SshKey.DoesNotExist`.
    """
    with within(organization):
        row = SshKey.objects.select_for_update().get(organization_id=organization, id=key)
        if row.state not in SSH_KEY.sources("disable"):
            return
        row.state = SSH_KEY.after(SshKeyState(row.state), "disable")
        row.save(update_fields=["state"])
        cut(organization, account=row.account_id)
        fact = SshKeyDisabled(ssh_account=row.account_id, ssh_key=row.id)
        record(organization, fact=fact, actor=actor, at=at)


def enable_key(organization: OrganizationId, *, key: UUID, actor: Actor, at: datetime) -> None:
    """Let a key that was switched off open again. Twice is once. Records `SshKeyEnabled`.

    Raises `SshKey.DoesNotExist`.
    """
    with within(organization):
        row = SshKey.objects.select_for_update().get(organization_id=organization, id=key)
        if row.state not in SSH_KEY.sources("enable"):
            return
        row.state = SSH_KEY.after(SshKeyState(row.state), "enable")
        row.save(update_fields=["state"])
        fact = SshKeyEnabled(ssh_account=row.account_id, ssh_key=row.id)
        record(organization, fact=fact, actor=actor, at=at)


def remove_key(organization: OrganizationId, *, key: UUID, actor: Actor, at: datetime) -> None:
    """Take a key away for good; live connections of its user are cut. Twice is once. Records `SshKeyRemoved`."""
    with within(organization):
        row = SshKey.objects.select_for_update().get(organization_id=organization, id=key)
        if row.state == SshKeyState.REVOKED:
            return
        row.state, row.revoked_at = SSH_KEY.after(SshKeyState(row.state), "revoke"), at
        row.save(update_fields=["state", "revoked_at"])
        cut(organization, account=row.account_id)
        fact = SshKeyRemoved(ssh_account=row.account_id, ssh_key=row.id)
        record(organization, fact=fact, actor=actor, at=at)


def use_key(organization: OrganizationId, *, key: UUID, address: str, at: datetime) -> None:
    """Somebody has logged in with it: a probe, or a signature that was asked for and not given, is no use (SEC-93)."""
    with within(organization):
        SshKey.objects.filter(organization_id=organization, id=key).update(
            last_used_at=at, last_address=address, uses=F("uses") + 1
        )
