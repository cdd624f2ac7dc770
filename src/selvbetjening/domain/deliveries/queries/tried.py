"""A rule of approval tried on what came: what it would have held (BM-04). Nothing is changed by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from selvbetjening.domain.deliveries.lifecycle import DeliveryState
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.domain.deliveries.queries.policy import WENT
from selvbetjening.domain.deliveries.rules.approval import (
    ADDED_UP,
    Need,
    Passed,
    Policies,
    Policy,
    Weighed,
    adds_up,
    need,
)
from selvbetjening.kernel.ids import OrganizationId

#: So long back a rule is tried on the files that came.
TRIED_ON: Final = timedelta(days=30)
_MOST_TRIED: Final = 1_000
#: What waits for a yes now would have gone without one, where the rule that is tried wants none.
_WOULD_GO: Final = (*WENT, DeliveryState.AWAITING_APPROVAL)


@dataclass(frozen=True, slots=True)
class Held:
    """A file of the last thirty days that a rule would have held."""

    delivery: Delivery
    need: Need


def tried(organization: OrganizationId, *, policies: Policies, policy: Policy, at: datetime) -> tuple[int, list[Held]]:
    """What a rule would have held of what came in the last thirty days: of how many files, and which, newest first.

    `policies` has the rule among them as it would be, `policy` is the rule itself; changed accounts are left out. The
    files are gone through in the order in which they came, so those that the rules would have let go are added up with
    what came within 24 hours after them, as it is done with what comes.
    """
    since = at - TRIED_ON
    mine = Delivery.objects.filter(organization_id=organization, received_at__gt=since - ADDED_UP).exclude(content={})
    rows = list(mine.order_by("-number")[:_MOST_TRIED])
    went: list[tuple[Delivery, Passed]] = []
    found, count, adds = [], 0, adds_up(policies=policies)
    for row in reversed(rows):
        went = [one for one in went if one[0].received_at > row.received_at - ADDED_UP]
        before = [each for earlier, each in went if earlier.environment == row.environment]
        if (
            adds
            and row.state in _WOULD_GO
            and not need(policies=policies, file=_file(row, row.pbs_numbers, before)).approvers
        ):
            went.append((row, _passed(row)))
        numbers = [
            number for number in row.pbs_numbers or [""]
            if policies.of(solution=row.solution, pbs_number=number)[1] is policy
        ]  # fmt: skip
        if not numbers or row.received_at <= since:
            continue
        count += 1
        wanted = need(policies=policies, file=_file(row, numbers, before))
        if wanted.approvers:
            found.append(Held(row, wanted))
    return count, found[::-1]


def _file(row: Delivery, numbers: Sequence[str], before: Sequence[Passed]) -> Weighed:
    return Weighed(
        solution=row.solution, pbs_numbers=numbers, content=row.content, total_minor=row.total_minor,
        count=row.accepted_count + row.refused_count, passed=before,
    )  # fmt: skip


def _passed(row: Delivery) -> Passed:
    return Passed(
        pbs_numbers=row.pbs_numbers, total_minor=row.total_minor, count=row.accepted_count + row.refused_count,
        days=row.content.get("totals") or (),
    )  # fmt: skip
