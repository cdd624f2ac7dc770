"""Send a checked file on to its next state, with its receipt and its fact; each gate asks for itself (annex D.1)."""

from datetime import datetime
from typing import Any, get_args

from selvbetjening.domain.deliveries.actions.move import move
from selvbetjening.domain.deliveries.actions.receipts import issue
from selvbetjening.domain.deliveries.actions.void import void
from selvbetjening.domain.deliveries.documents import reason_words
from selvbetjening.domain.deliveries.events import (
    ApprovalAsked,
    DeliveryAccepted,
    DeliveryHeld,
    DeliveryRejected,
    UndoBegan,
)
from selvbetjening.domain.deliveries.lifecycle import DeliveryState
from selvbetjening.domain.deliveries.models import Approval, Delivery
from selvbetjening.domain.deliveries.queries.policy import Choices, needed_for
from selvbetjening.domain.deliveries.rules.approval import Policies, Yes, is_enough
from selvbetjening.domain.deliveries.rules.pipeline import STATUS, Checked, Decision, decide, undo_until
from selvbetjening.domain.history.actions.record import record
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.facts import Fact
from selvbetjening.kernel.formatting import Language
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

    How many must say yes is asked at each gate anew, by the rules in force now. `released`: its undo window is over.
    Records what happened; K2 says it.
    """
    under_todays_policy(organization, row=row, policies=chosen.policies, at=at)
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
    content = {**moved.content, **(_asked(moved) if decision.verb == "ask" else {})}
    issue(organization, delivery=moved, kind="K2", status=status, at=at, content=content, until=until)
    return moved


def _asked(row: Delivery) -> dict[str, Any]:
    """What receipt K2 says of a file that waits for a yes: how many, and why, as everybody is told (BM-04)."""
    said = {
        language: reason_words(reasons=row.approval_reasons, language=language)
        for language in get_args(Language)
    }  # fmt: skip
    reasons = [{"code": each["code"], "text": {key: words[place] for key, words in said.items()}}
               for place, each in enumerate(row.approval_reasons)]  # fmt: skip
    return {"approval": {"needed": row.approvals_needed, "reasons": reasons}}


def under_todays_policy(organization: OrganizationId, *, row: Delivery, policies: Policies, at: datetime) -> None:
    """Write down how many must say yes, and why, by the rules now in force; a changed one voids what was said (BM-04).

    A file that needed somebody's yes goes on needing one: no change of a rule lets it go by itself.
    """
    wanted = needed_for(organization, row=row, policies=policies)
    if wanted.version != row.policy_version:
        void(organization, rows=Approval.objects.filter(delivery=row), reason="policy", at=at)
    row.policy_version = wanted.version
    row.approvals_needed = max(wanted.approvers, min(1, row.approvals_needed))
    row.approval_reasons = wanted.as_data or (row.approval_reasons if row.approvals_needed else [])
    row.save(update_fields=["policy_version", "approvals_needed", "approval_reasons"])


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
