"""What waits for a manager: ask, and close (BP-14, BP-29, BP-09). The verbs decide what a yes leads to."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from selvbetjening.domain.access.actions.company import actor_of
from selvbetjening.domain.access.events import TaskAnswered, TaskAsked
from selvbetjening.domain.access.lifecycle import TASK, TaskState
from selvbetjening.domain.access.models import AccessTask
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.kernel.ids import OrganizationId


def ask(
    organization: OrganizationId,
    *,
    kind: AccessTask.Kind,
    by: UUID | None,
    life: timedelta,
    at: datetime,
    about: UUID | None = None,
    subject: str = "",
    wanted: dict[str, Any] | None = None,
    reason: str = "",
) -> AccessTask:
    """Open a task, or write what is wanted now into the open one for the same (repeats are merged, BP-14).

    The caller holds the company's lock. Records `access.task_asked` for a new one.
    """
    waiting = AccessTask.objects.filter(
        organization_id=organization, kind=kind, about_id=about, subject=subject, state=TaskState.OPEN
    ).first()
    if waiting is not None:
        waiting.wanted, waiting.reason = wanted or {}, reason or waiting.reason
        waiting.asked_by_id = by
        waiting.save(update_fields=["wanted", "reason", "asked_by_id"])
        return waiting
    made = AccessTask.objects.create(
        organization_id=organization, kind=kind, state=TaskState.OPEN, about_id=about, asked_by_id=by, subject=subject,
        wanted=wanted or {}, reason=reason, asked_at=at, expires_at=at + life,
    )  # fmt: skip
    record(organization, fact=TaskAsked(task=made.id, kind=made.kind), actor=actor_of(by=by), at=at)
    return made


def open_task(organization: OrganizationId, *, task: UUID, kind: AccessTask.Kind, at: datetime) -> AccessTask:
    """The open task. Raises `AccessTask.DoesNotExist` for another company's, `Refused("gone")` for one that is over."""
    found = AccessTask.objects.get(organization_id=organization, id=task, kind=kind)
    if found.state != TaskState.OPEN or found.expires_at <= at:
        raise Refused("gone")
    return found


def close(
    organization: OrganizationId, *, task: AccessTask, verb: str, by: UUID | None, at: datetime, answer: str = ""
) -> None:
    """Move an open task; the caller holds the company's lock. Records `access.task_answered`."""
    task.state = TASK.after(TaskState(task.state), verb)
    task.decided_at, task.decided_by_id, task.answer = at, by, answer[:300]
    task.save(update_fields=["state", "decided_at", "decided_by_id", "answer"])
    fact = TaskAnswered(task=task.id, kind=task.kind, outcome=str(task.state))
    record(organization, fact=fact, actor=actor_of(by=by), at=at)
