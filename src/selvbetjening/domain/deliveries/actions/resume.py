"""Go on with an upload, from another request or another connection (annexes C.2, E; SEC-108)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.deliveries.actions.open_staging import resumable_for
from selvbetjening.domain.deliveries.lifecycle import OPEN_STAGING, STAGING, StagingState
from selvbetjening.domain.deliveries.models import Delivery, Staging
from selvbetjening.domain.deliveries.rules import names
from selvbetjening.domain.deliveries.rules.doors import By
from selvbetjening.domain.deliveries.rules.limits import LEASE
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def resume(
    organization: OrganizationId, *, staging: UUID, by: By, holder: UUID, at: datetime, force: bool = False
) -> Staging:
    """Take the upload over as `holder` and return it; `offset` is where to go on.

    An aborted, incomplete or settling one is received again. While somebody else's lease lives it is `in_use`, unless
    `force` says that it is the same person's own earlier request. Raises `Refused`: `unknown`, `in_use`, `expired`,
    `committed`.
    """
    with within(organization):
        row = Staging.objects.select_for_update().filter(organization_id=organization, id=staging).first()
        if row is None or not is_theirs(row=row, by=by):
            raise Refused("unknown")
        if row.state == StagingState.COMMITTED:
            number = Delivery.objects.filter(organization_id=organization, id=staging).values_list("number", flat=True)
            raise Refused("committed", number=number.get())
        state = StagingState(row.state)
        if state not in OPEN_STAGING or row.expires_at <= at:
            raise Refused("expired")
        if state is StagingState.RECEIVING and row.lease_until > at and row.holder != holder and not force:
            raise Refused("in_use")
        row.state = STAGING.after(state, "reopen")
        row.holder, row.lease_until, row.settles_at = holder, at + LEASE, None
        row.found_sha256, row.reserved = "", row.offset  # room for more is asked for with the next bytes
        renew(organization, row=row, by=by)
        row.moved_at, row.expires_at = at, at + resumable_for(organization)
        row.save(
            update_fields=[
                "state", "holder", "lease_until", "settles_at", "found_sha256", "reserved", "moved_at", "expires_at",
            ]
        )  # fmt: skip
        return row


def renew(organization: OrganizationId, *, row: Staging, by: By) -> None:
    """Put down what the sender may send for now, with which key and from where, in the open transaction.

    And whether its name is that of an unfinished file, as the sender's program has it now.
    Rights are those of whoever goes on, at the moment of going on, not those that an upload was begun with (SEC-27). A
    machine's person stays the one that it was begun under, if there was one: she may not approve it (SEC-32).
    """
    now = {
        "pbs_scope": list(by.pbs_numbers), "key_fingerprint": by.key_fingerprint, "address": by.address,
        "membership_id": row.membership_id or by.membership,
        "is_temporary": names.is_temporary(name=row.name, patterns=by.temporary),
    }  # fmt: skip
    if any(getattr(row, name) != value for name, value in now.items()):
        Staging.objects.filter(organization_id=organization, id=row.id).update(**now)
    for name, value in now.items():
        setattr(row, name, value)


def is_theirs(*, row: Staging, by: By) -> bool:
    """Whether this sender may go on with it: the same SFTP user, or else the same person or API user."""
    if row.door != by.door:
        return False
    if by.door == "sftp":
        return row.account_id == by.account
    return row.membership_id == by.membership and row.actor_id == by.actor.id
