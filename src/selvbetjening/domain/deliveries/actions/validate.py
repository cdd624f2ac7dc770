"""Check a file and decide where it goes (annex D.1). The check is long and writes nothing; the decision is short."""

from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from selvbetjening.domain.deliveries.actions.give_up import give_up
from selvbetjening.domain.deliveries.actions.passing import pass_on
from selvbetjening.domain.deliveries.actions.scan import damaged
from selvbetjening.domain.deliveries.actions.void import void
from selvbetjening.domain.deliveries.lifecycle import DeliveryState
from selvbetjening.domain.deliveries.models import Approval, Delivery
from selvbetjening.domain.deliveries.ports import StoreFailed
from selvbetjening.domain.deliveries.queries.checking import Found, Pause, Progress, check
from selvbetjening.domain.deliveries.queries.earlier import as_sent, perhaps_the_same
from selvbetjening.domain.deliveries.queries.policy import choices
from selvbetjening.domain.deliveries.rules.content import SOLUTION
from selvbetjening.domain.deliveries.rules.duplicates import duplicate
from selvbetjening.domain.deliveries.rules.pipeline import promise
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId

_FOUND: Final = (
    "keys", "pbs_numbers", "solution", "content", "accepted_count", "refused_count", "total_minor", "deadline_at",
    "duplicate_of",
)  # fmt: skip


def validate(
    organization: OrganizationId,
    *,
    row: Delivery,
    at: datetime,
    progress: Progress | None = None,
    pause: Pause | None = None,
) -> None:
    """Check the file, then decide in one transaction; of two at once the second finds it decided.

    What the company has chosen counts as it was when the check began. A check that breaks for an hour refuses the file.
    """
    with within(organization):
        chosen = choices(organization)
    try:
        found = check(
            organization, id=row.id, is_test=row.environment == "test", scope=row.pbs_scope,
            accept_partly=chosen.accept_partly, at=row.counts_at, progress=progress, pause=pause,
        )  # fmt: skip
    except StoreFailed as failure:
        if failure.code != "missing":
            raise
        damaged(organization, delivery=row.id, at=at)
        return
    except Exception as error:
        if not give_up(organization, row=row, error=error, at=at):
            raise
        return
    if found.outline.sha256 != row.sha256:
        damaged(organization, delivery=row.id, at=at)
        return
    try:
        with within(organization):
            _decide(organization, row.id, found, at)
    except Exception as error:
        if not give_up(organization, row=row, error=error, at=at):
            raise


def _decide(organization: OrganizationId, delivery: UUID, found: Found, at: datetime) -> None:
    # Two files with one business identity: whoever is decided second sees what the first one is.
    one_at_a_time(organization, what="deliveries.decide")
    chosen = choices(organization)
    row = Delivery.objects.select_for_update().get(organization_id=organization, id=delivery)
    if row.state != DeliveryState.VALIDATING:
        return
    keys = sorted({head.key for head in found.outline.heads})
    new = replace(as_sent(row=row), keys=keys)
    earlier = perhaps_the_same(organization, new=row, keys=keys)
    verdict, first = duplicate(new=new, earlier=earlier, look_back=chosen.look_back_days)
    original = first.id if first else None
    if row.content:  # a human let it go on after its deadline
        verdict, original = "", row.duplicate_of_id
        if promise(content=row.content) != promise(content=found.content):
            void(organization, rows=Approval.objects.filter(delivery=row), reason="content", at=at)
            row.policy_version = ""  # who must say yes is asked for what it is now
    row.keys, row.pbs_numbers = keys, sorted(found.outline.pbs_numbers)
    row.solution, row.content = SOLUTION, found.content
    row.accepted_count, row.refused_count = found.sound, found.refused
    row.total_minor, row.deadline_at = found.total_minor, found.deadline
    row.duplicate_of_id = original
    row.save(update_fields=_FOUND)
    pass_on(
        organization, row=row, chosen=chosen, fatal=found.fatal or (found.refused > 0 and not found.partly),
        held=verdict or found.held, actor=SYSTEM, at=at,
    )  # fmt: skip
