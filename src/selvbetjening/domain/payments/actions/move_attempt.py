"""Move an attempt to its next state; whoever is second changes nothing (design, "Lifecycle")."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from selvbetjening.domain.payments.lifecycle import ATTEMPT, LIVE_ATTEMPT, AttemptState
from selvbetjening.domain.payments.models import Attempt, AttemptPart
from selvbetjening.domain.payments.ports import Failure
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId

#: How long after each look the poller looks again; the last is repeated (G6). Notices are mostly faster.
LOOKS: Final = tuple(timedelta(minutes=minutes) for minutes in (2, 5, 15, 60, 240, 720))

#: The same for a charge that got no answer: somebody's invoice waits, and the gateway has mostly recovered in minutes.
WITHOUT_ANSWER: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))


def move_attempt(
    organization: OrganizationId,
    *,
    attempt: UUID,
    verb: str,
    at: datetime,
    failure: Failure | None = None,
    **values: Any,
) -> bool:
    """Move it where the lifecycle allows the verb from its state; False where somebody was first.

    An attempt that is over gives its invoices free for another one, in the same transaction. `values` are other
    columns, such as `external_ref` and `url`.
    """
    to = {state: ATTEMPT.after(state, verb) for state in ATTEMPT.sources(verb)}
    target = next(iter(to.values()))
    if failure is not None:
        values |= {
            "failure": failure.kind,
            "failure_code": failure.code[:80],
            "retry": failure.retry,
            "asks_new_card": failure.ask_for_new_card,
        }
    over = target not in LIVE_ATTEMPT
    if over:
        values |= {"closed_at": at, "next_look_at": None}
    with within(organization):
        mine = Attempt.objects.filter(organization_id=organization, id=attempt, state__in=list(to))
        moved = mine.update(state=target, **values)
        if moved and over:
            AttemptPart.objects.filter(organization_id=organization, attempt_id=attempt, is_live=True).update(
                is_live=False
            )
    return bool(moved)


def note_attempt(organization: OrganizationId, *, attempt: UUID, **values: Any) -> None:
    """Note what became known of an attempt without moving it, such as the gateway's own id of it."""
    with within(organization):
        Attempt.objects.filter(organization_id=organization, id=attempt).update(**values)


def look_again(organization: OrganizationId, *, attempt: Attempt, at: datetime, until: timedelta | None = None) -> None:
    """Plan the next look at an attempt that still runs, one of them when it is `until` old: then it is decided."""
    looks = WITHOUT_ANSWER if attempt.kind == "charge" and attempt.state == AttemptState.UNKNOWN else LOOKS
    again = at + looks[min(attempt.looks, len(looks) - 1)]
    if until is not None and at < attempt.made_at + until < again:
        again = attempt.made_at + until
    with within(organization):
        Attempt.objects.filter(
            organization_id=organization, id=attempt.id, state__in=[AttemptState(state) for state in LIVE_ATTEMPT]
        ).update(looks=attempt.looks + 1, next_look_at=again)
