"""Receive one piece of a file over HTTPS: on disk first, then in the row (annex E)."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.deliveries.actions.open_staging import resumable_for
from selvbetjening.domain.deliveries.actions.reserve import own, reserve
from selvbetjening.domain.deliveries.lifecycle import StagingState
from selvbetjening.domain.deliveries.models import Staging
from selvbetjening.domain.deliveries.ports import Handle, Place, StoreFailed
from selvbetjening.domain.deliveries.queries.stored import store
from selvbetjening.domain.deliveries.rules.limits import LEASE
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def append(
    organization: OrganizationId,
    *,
    staging: UUID,
    holder: UUID,
    offset: int,
    data: bytes,
    at: datetime,
    sha256: str = "",
) -> int:
    """Write the piece at `offset`, which must be where the file ends, and return where it ends now.

    `sha256` (hex) is the piece's own and is compared first. Killed at any point, the row says how much is surely there,
    and the same piece again is taken again. Raises `Refused`: `hash_differs`, `unknown`, `lost`, `offset` (with the
    right one), `too_large`, `quota`, `in_use`.
    """
    if sha256 and hashlib.sha256(data).hexdigest() != sha256.lower():
        raise Refused("hash_differs")
    with _locked(Place(organization, staging)) as handle:
        # Read under the file's lock: of two pieces at once the second one sees what the first one answered for.
        row = own(organization, staging=staging, holder=holder)
        if offset != row.offset:
            raise Refused("offset", offset=row.offset)
        end = offset + len(data)
        reserve(organization, row=row, holder=holder, end=end, step=0, at=at)
        _write(handle, offset, data)
        with within(organization):
            moved = Staging.objects.filter(
                organization_id=organization, id=staging, holder=holder, state=StagingState.RECEIVING, offset=offset
            ).update(
                offset=end, found_sha256="", moved_at=at, lease_until=at + LEASE,
                expires_at=at + resumable_for(organization),
            )  # fmt: skip
    if not moved:
        raise Refused("lost")
    return end


def _write(handle: Handle, offset: int, data: bytes) -> None:
    try:
        # What an earlier request wrote beyond the row's end was never answered for.
        if handle.size() > offset:
            handle.truncate(offset)
        handle.write(offset, data)
        handle.sync()
    except StoreFailed as failure:
        raise _as_refusal(failure) from None


@contextmanager
def _locked(place: Place) -> Iterator[Handle]:
    """The file, open for nobody else. What was opened for an upload that is not there is put away again."""
    try:
        handle = store().open(place)
    except StoreFailed as failure:
        raise _as_refusal(failure) from None
    try:
        yield handle
    except Refused as refused:
        if refused.code in {"unknown", "expired"}:
            store().delete(place)
        raise
    finally:
        handle.close()


def _as_refusal(failure: StoreFailed) -> Exception:
    match failure.code:
        case "busy":
            return Refused("in_use")
        case "full":
            return Refused("quota")
        case _:
            return failure
