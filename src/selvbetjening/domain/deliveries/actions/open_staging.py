"""Begin to receive a file (annexes C.2, E). Nothing is a delivery before its commit."""

from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from django.db import IntegrityError, transaction

from selvbetjening.domain.deliveries.models import Staging
from selvbetjening.domain.deliveries.queries.production import refuse_closed
from selvbetjening.domain.deliveries.queries.stored import delivered_as, of_person, used
from selvbetjening.domain.deliveries.rules import names
from selvbetjening.domain.deliveries.rules.doors import By, Environment
from selvbetjening.domain.deliveries.rules.limits import (
    AT_FIRST,
    LEASE,
    check_files,
    check_person,
    check_quota,
    check_size,
    room_left,
)
from selvbetjening.domain.deliveries.rules.markers import is_sidecar
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.ids import OrganizationId

QUOTA_LOCK = "deliveries.quota"


def open_staging(
    organization: OrganizationId,
    *,
    by: By,
    name: str,
    folder: str = "",
    environment: Environment = "production",
    size: int | None = None,
    sha256: str = "",
    purpose: Literal["deliver", "preview"] = "deliver",
    holder: UUID,
    at: datetime,
) -> Staging:
    """Make room for a file of this name; `size` and `sha256` (hex) are what the sender says, where it says it.

    `holder` is the upload's own random id: whoever writes names it each time. Raises `Refused`: `bad_name`, `empty`,
    `too_large`, `production_closed`, `quota`, `too_many_files`, `in_use` (an open upload of this name over SFTP, four
    at once over HTTPS), `share`, `too_often` (over HTTPS), `sidecar` (not over SFTP), `committed` (SFTP, `number`).
    """
    accepted = _accepted(by, name, size)
    key = names.clash_key(name=accepted)
    is_stream = by.door == "sftp"  # over HTTPS its address is a promise
    with within(organization, savepoint=not is_stream, lasting=not is_stream):
        # Two uploads at the edge of the quota: one after the other, and the second one sees the first (SEC-80).
        one_at_a_time(organization, what=QUOTA_LOCK)
        refuse_closed(organization, environment=environment)
        so_far = used(organization, at=at)
        check_files(today=so_far.files_today)
        check_quota(used=so_far.bytes, more=size or 0)
        room = min(AT_FIRST, room_left(used=so_far.bytes)) if is_stream and size is None else size or 0
        if by.door == "https":
            check_person(begun=of_person(organization, membership=by.membership, at=at), more=size or 0)
        temporary = names.is_temporary(name=accepted, patterns=by.temporary)
        if is_stream and not temporary:
            refuse_delivered_name(organization, environment=environment, folder=folder, clash_key=key, at=at)
        return _create(
            organization, by, holder=holder, at=at, name=accepted, clash_key=key, folder=folder,
            environment=environment, size=size, sha256=sha256.lower(), purpose=purpose, reserved=room,
            is_temporary=temporary,
        )  # fmt: skip


def _accepted(by: By, name: str, size: int | None) -> str:
    """The name as it is kept, where nothing about the file is wrong by itself."""
    accepted = names.accept(name=name)
    if size == 0:
        raise Refused("empty")
    if by.door != "sftp" and is_sidecar(name=accepted):
        raise Refused("sidecar")
    check_size(door=by.door, size=size or 0)
    return accepted


def _create(organization: OrganizationId, by: By, *, holder: UUID, at: datetime, **values: Any) -> Staging:
    try:
        with transaction.atomic(savepoint=False):  # what is refused writes nothing at all
            return Staging.objects.create(
                organization_id=organization, door=by.door, actor_kind=by.actor.kind, actor_id=by.actor.id,
                membership_id=by.membership, account_id=by.account, key_fingerprint=by.key_fingerprint,
                address=by.address, pbs_scope=list(by.pbs_numbers), sftp_user=by.sftp_user, holder=holder,
                lease_until=at + LEASE, began_at=at, moved_at=at,
                expires_at=at + resumable_for(organization), **values,
            )  # fmt: skip
    except IntegrityError:
        raise Refused("in_use") from None


def refuse_delivered_name(
    organization: OrganizationId, *, environment: str, folder: str, clash_key: str, at: datetime
) -> None:
    """Raise `Refused("committed")` where this name of an SFTP folder was delivered already (C.2)."""
    number = delivered_as(organization, environment=environment, folder=folder, clash_key=clash_key, at=at)
    if number is not None:
        raise Refused("committed", number=number)


def resumable_for(organization: OrganizationId) -> timedelta:
    """How long after its last byte an upload can be gone on with; the company's choice (annex K)."""
    company = Organization.objects.get(id=organization)
    return timedelta(hours=company.choice("files_resume_hours"))
