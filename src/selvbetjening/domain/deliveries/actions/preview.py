"""What a file would do, before it is sent (BM-01). It writes nothing but the preview itself."""

import hashlib
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.deliveries.actions.commit import Committed, answer_of
from selvbetjening.domain.deliveries.actions.courtesy import lane
from selvbetjening.domain.deliveries.actions.deliver import deliver
from selvbetjening.domain.deliveries.actions.resume import is_theirs, renew
from selvbetjening.domain.deliveries.lifecycle import StagingState
from selvbetjening.domain.deliveries.models import Delivery, Preview, Staging
from selvbetjening.domain.deliveries.queries.checking import check
from selvbetjening.domain.deliveries.queries.policy import choices
from selvbetjening.domain.deliveries.rules.doors import By
from selvbetjening.domain.deliveries.rules.lanes import LARGE_PRIORITY, QUEUE, is_large
from selvbetjening.domain.deliveries.rules.limits import PREVIEW_LIFE
from selvbetjening.domain.deliveries.rules.receipt import canonical
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.directdebit.queries.world import world
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def ask_preview(organization: OrganizationId, *, staging: UUID, by: By, at: datetime) -> Preview:
    """Make a preview of a staged file: a small one at once, a large one by a job.

    Raises `Refused`: `unknown`, `not_now`.
    """
    with within(organization):
        row = Staging.objects.filter(organization_id=organization, id=staging).first()
        if row is None or not is_theirs(row=row, by=by):
            raise Refused("unknown")
        if row.state != StagingState.STAGED:
            raise Refused("not_now")
        made = Preview.objects.create(
            organization_id=organization, staging=row, membership_id=by.membership, sha256=row.found_sha256,
            asked_at=at, expires_at=at + PREVIEW_LIFE,
        )  # fmt: skip
        Staging.objects.filter(organization_id=organization, id=staging).update(expires_at=at + PREVIEW_LIFE)
        if is_large(size=row.offset):
            preview_job.defer(organization, preview=str(made.id))
            return made
    return make_preview(organization, preview=made.id, at=at)


def make_preview(organization: OrganizationId, *, preview: UUID, at: datetime) -> Preview:
    """Compute it, by the same check that the pipeline runs; one that is ready stays as it is."""
    with within(organization):
        row = Preview.objects.select_related("staging").get(organization_id=organization, id=preview)
        if row.state == Preview.State.READY:
            return row
        version = _state_version(organization, at)
        accept_partly = choices(organization).accept_partly

    def progress(done: int) -> None:
        with within(organization):
            Preview.objects.filter(organization_id=organization, id=preview).update(progress=done)

    found = check(
        organization, id=row.staging_id, is_test=row.staging.environment == "test", scope=row.staging.pbs_scope,
        accept_partly=accept_partly, at=at, progress=progress,
        pause=lane.let_small_ones_pass if is_large(size=row.staging.offset) else None,
    )  # fmt: skip
    if found.outline.sha256 != row.sha256:
        raise Refused("stale")
    with within(organization):
        Preview.objects.filter(organization_id=organization, id=preview, state=Preview.State.WORKING).update(
            state=Preview.State.READY, result=found.content, state_version=version, ready_at=at
        )
        return Preview.objects.select_related("staging").get(organization_id=organization, id=preview)


def send(
    organization: OrganizationId, *, preview: UUID, by: By, at: datetime, straight_away: bool = False
) -> Committed | Preview:
    """Deliver the staged bytes of a preview without another upload; the same again gives the same answer.

    When what stands or what the sender may do has changed since, the file is looked at anew: with another result the
    new preview is given back, and nothing is sent. Raises `Refused`: `unknown`, `not_now`, `expired`, and `trial` for a
    dry run over SFTP, which never delivers (C.1).
    """
    with within(organization):
        row = Preview.objects.select_related("staging").filter(organization_id=organization, id=preview).first()
        if row is None:
            raise Refused("unknown")
        if row.staging.state == StagingState.COMMITTED:
            return answer_of(organization, delivery=row.staging_id)
        if row.staging.door == "sftp":
            raise Refused("trial")
        if not is_theirs(row=row.staging, by=by):
            raise Refused("unknown")
        if row.staging.state != StagingState.STAGED or row.state != Preview.State.READY:
            raise Refused("not_now")
        if row.expires_at <= at:
            raise Refused("expired")
        stale = row.state_version != _state_version(organization, at) or _deadline_passed(row, at)
        stale = stale or sorted(row.staging.pbs_scope) != sorted(by.pbs_numbers)
        renew(organization, row=row.staging, by=by)
    if stale:
        anew = ask_preview(organization, staging=row.staging_id, by=by, at=at)
        if anew.state != Preview.State.READY or anew.result != row.result:
            return anew
    deliver(organization, seen=row.staging, found=row.sha256, actor=by.actor, at=at, straight_away=straight_away)
    with within(organization):
        return answer_of(organization, delivery=row.staging_id)


def _state_version(organization: OrganizationId, at: datetime) -> str:
    """Another value whenever something that a preview is computed on may have changed: a file, a day, a choice, or what
    stands at Betalingsservice beside files."""
    latest = (
        Delivery.objects.filter(organization_id=organization).order_by("-state_at").values_list("state_at", flat=True)
    )
    seen = {
        "day": copenhagen_day(at).isoformat(),
        "files": latest[0].isoformat() if latest else "",
        "partly": choices(organization).accept_partly,
        "world": world(organization),
    }
    return hashlib.sha256(canonical(value=seen)).hexdigest()


def _deadline_passed(row: Preview, at: datetime) -> bool:
    deadline = row.result.get("deadline")
    return bool(deadline and row.ready_at and row.ready_at < datetime.fromisoformat(deadline) <= at)


@job(name="deliveries.preview", queue=QUEUE, priority=LARGE_PRIORITY, lock="deliveries.large")
def preview_job(organization: OrganizationId, *, at: datetime, preview: str) -> None:
    """The wake-up for a large file's preview, in the lane of large files."""
    make_preview(organization, preview=UUID(preview), at=at)
