"""Send a checked file on to its next state, with its receipt and its fact; each gate asks for itself (annex D.1)."""

from datetime import datetime

from selvbetjening.domain.deliveries.actions.move import move
from selvbetjening.domain.deliveries.actions.receipts import issue
from selvbetjening.domain.deliveries.actions.void import void
from selvbetjening.domain.deliveries.events import (
    ApprovalAsked,
    DeliveryAccepted,
    DeliveryHeld,
    DeliveryRejected,
    UndoBegan,
)
from selvbetjening.domain.deliveries.lifecycle import DeliveryState
from selvbetjening.domain.deliveries.models import Approval, Delivery
from selvbetjening.domain.deliveries.queries.policy import Choices
from selvbetjening.domain.deliveries.rules.approval import Policy, Yes, approvers_needed, is_enough
from selvbetjening.domain.deliveries.rules.content import moves_more
from selvbetjening.domain.deliveries.rules.pipeline import STATUS, Checked, Decision, decide, undo_until
from selvbetjening.domain.history.actions.record import record
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.facts import Fact
from selvbetjening.kernel.ids import OrganizationId


def pass_on(
    organization: OrganizationId,
    *,
    row: Delivery,
    chosen: Choices,
    fatal: bool,
    held: str,
    actor: Actor,
    at: datetime,
    released: bool = False,
    reason: str = "",
) -> Delivery | None:
    """Decide and move, in the open transaction, which holds the delivery's lock. None where it had moved on.

    How many must say yes is asked at each gate anew, by the policy in force now.

    `released`: its undo window is over. Records what happened; K2 says it.
    """
    under_todays_policy(organization, row=row, policy=chosen.policy, at=at)
    undo = undo_until(
        at=at, minutes=chosen.undo_minutes, deadline=row.deadline_at, straight_away=row.straight_away or released
    )
    checked = Checked(
        fatal=fatal, refused=row.refused_count, sound=row.accepted_count, accept_partly=not fatal, held=held,
        confirmed=row.confirmed, approvers=_still_needed(organization, row), undo_until=undo,
    )  # fmt: skip
    decision = decide(checked=checked, at=at)
    until = undo if decision.verb == "wait" else None
    # Of a file that is refused nothing counts, however many of its records are sound.
    counts = {"accepted_count": 0} if decision.verb == "reject" else {}
    moved = move(
        organization, delivery=row.id, verb=decision.verb, actor=actor, at=at, reason=reason or decision.code,
        only_from=DeliveryState(row.state), code=decision.code, hold_until=until, **counts,
    )  # fmt: skip
    if moved is None:
        return None
    record(organization, fact=_fact(moved, decision), actor=actor, at=at)
    status = decision.code if decision.verb == "accept" else STATUS[decision.verb]
    issue(organization, delivery=moved, kind="K2", status=status, at=at, content=moved.content, until=until)
    return moved


def under_todays_policy(organization: OrganizationId, *, row: Delivery, policy: Policy, at: datetime) -> None:
    """Write down how many must say yes by the policy in force now; one that changed voids what was said (BM-04).

    A file that needed somebody's yes goes on needing one: no change of policy lets it go by itself.
    """
    if policy.version != row.policy_version:
        void(organization, rows=Approval.objects.filter(delivery=row), reason="policy", at=at)
    needed = approvers_needed(
        policy=policy, total_minor=row.total_minor, count=row.accepted_count + row.refused_count,
        moves_more=moves_more(content=row.content),
    )  # fmt: skip
    row.policy_version, row.approvals_needed = policy.version, max(needed, min(1, row.approvals_needed))
    row.save(update_fields=["policy_version", "approvals_needed"])


def yeses(organization: OrganizationId, *, row: Delivery) -> list[Yes]:
    """The approvals that count."""
    rows = Approval.objects.filter(organization_id=organization, delivery=row, voided_at=None)
    return [Yes(each.membership_id, each.person_id, each.sha256, each.policy_version) for each in rows]


def _still_needed(organization: OrganizationId, row: Delivery) -> int:
    given = yeses(organization, row=row)
    enough = is_enough(given=given, needed=row.approvals_needed, sha256=row.sha256, policy_version=row.policy_version)
    return 0 if enough else row.approvals_needed


def _fact(row: Delivery, decision: Decision) -> Fact:
    match decision.verb:
        case "reject":
            return DeliveryRejected(delivery=row.id, number=row.number, code=decision.code)
        case "hold":
            return DeliveryHeld(delivery=row.id, number=row.number, code=decision.code, first=row.duplicate_of_id)
        case "ask":
            return ApprovalAsked(delivery=row.id, number=row.number, needed=row.approvals_needed)
        case "wait":
            return UndoBegan(delivery=row.id, number=row.number)
    return DeliveryAccepted(delivery=row.id, number=row.number, accepted=row.accepted_count, refused=row.refused_count)
