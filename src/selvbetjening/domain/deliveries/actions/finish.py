"""Close and deliver in one transaction what is plainly whole: nearly every file over SFTP (annex C.4, SEC-110).

Writing a row that says how far the file goes, looking whether it may be delivered, delivering it and reading the answer
are four transactions, of which the second and the fourth only read what the first and the third wrote. Whoever is
not sure goes that longer way: nothing is decided here but the plain case.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

from selvbetjening.domain.deliveries.actions.commit import Committed, answered, proof_of
from selvbetjening.domain.deliveries.actions.deliver import COMMIT_LOCK, deliver_locked
from selvbetjening.domain.deliveries.actions.resume import is_theirs
from selvbetjening.domain.deliveries.actions.writing import Writer
from selvbetjening.domain.deliveries.lifecycle import StagingState
from selvbetjening.domain.deliveries.models import Staging
from selvbetjening.domain.deliveries.queries.at_commit import at_commit
from selvbetjening.domain.deliveries.rules import names
from selvbetjening.domain.deliveries.rules.doors import By
from selvbetjening.domain.deliveries.rules.markers import is_sidecar
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.ids import OrganizationId

_CHANGED: Final = ("offset", "size", "lease_until", "pbs_scope", "key_fingerprint", "address", "membership_id")


def finish(organization: OrganizationId, *, writer: Writer, still: Callable[[], By], at: datetime) -> Committed | None:
    """Deliver what the writer has received; None, and nothing is written, where that is not plain.

    `still` asks in the transaction of the delivery whether its sender may do this now, says who that is, and raises
    where she may not (SEC-27): nothing is delivered then. The bytes and their name are on disk before the row that
    answers for them. Raises `Refused` where the bytes cannot be kept. Records as `deliver` does.
    """
    found = writer.finished()
    if found is None or not writer.size:
        return None
    if proof_of(organization, staging=writer.staging, size=writer.size, declared=False) != "proven":
        return None
    with within(organization):
        by = still()
        # Numbers without a gap, and a retry sees the first one: commits of a company stand in line.
        one_at_a_time(organization, what=COMMIT_LOCK)
        row = Staging.objects.select_for_update().filter(organization_id=organization, id=writer.staging).first()
        if row is None or not _is_plain(row, writer.holder, by):
            return None
        known = at_commit(organization, row=row, sha256=found, at=at)
        if known.delivered is not None or known.is_spoken_of:
            return None
        row.offset, row.size, row.lease_until = writer.size, writer.size, at
        # Rights are those of the moment at which it is delivered, not those that it was begun with (SEC-27).
        row.pbs_scope, row.key_fingerprint, row.address = list(by.pbs_numbers), by.key_fingerprint, by.address
        row.membership_id = row.membership_id or by.membership
        made = deliver_locked(
            organization, row=row, known=known, found=found, actor=by.actor, at=at, also=_CHANGED
        )  # fmt: skip
    writer.let_go()
    return answered(organization, row=made)


def _is_plain(row: Staging, holder: UUID, by: By) -> bool:
    """Held by this writer, nothing promised beforehand, to be delivered under a name of its own."""
    return (
        row.state == StagingState.RECEIVING
        and row.holder == holder
        and row.purpose == Staging.Purpose.DELIVER
        and not row.sha256
        and is_theirs(row=row, by=by)
        and not names.is_temporary(name=row.name, patterns=by.temporary)
        and not is_sidecar(name=row.name)
    )
