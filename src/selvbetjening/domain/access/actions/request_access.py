"""Ask for a solution (BP-14)."""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from selvbetjening.domain.access.actions.company import active, held_against, lock
from selvbetjening.domain.access.actions.tasks import ask, close
from selvbetjening.domain.access.lifecycle import TaskState
from selvbetjening.domain.access.models import AccessTask
from selvbetjening.domain.access.rules.invitations import WantedGrant, as_data, checked_grant, text_of
from selvbetjening.domain.access.rules.members import ACCESS_MANAGER
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

#: An unanswered request ends by itself.
LIFE: Final = timedelta(days=14)


def request_access(
    organization: OrganizationId, *, solution: str, reason: str, ends_on: date | None, by: UUID, at: datetime,
    actions: tuple[str, ...] = (),
) -> AccessTask:  # fmt: skip
    """Ask all managers for a solution; asked twice is one request with the last words. Records `access.task_asked`.

    `by` is the membership of who asks. Raises `Refused`: `ACC-02` for what the company has not, `USER-04` for a
    manager, who has it, `required` for no reason, and as `rules.invitations.checked_grant`.
    """
    today = copenhagen_day(at)
    words = text_of(text=reason, longest=300, field="reason", required=True)
    with within(organization):
        company = lock(organization)
        own = active(organization, membership=by, today=today)
        if own.role == ACCESS_MANAGER:
            raise Refused("USER-04")
        wanted = checked_grant(
            wanted=WantedGrant(solution=solution, actions=actions, ends_on=ends_on),
            company=held_against(organization, company=company, today=today),
            today=today,
        )
        return ask(
            organization, kind=AccessTask.Kind.REQUEST_ACCESS, by=by, about=own.id, subject=solution, life=LIFE,
            reason=words, wanted=as_data(wanted=wanted), at=at,
        )  # fmt: skip


def withdraw_request(organization: OrganizationId, *, task: UUID, by: UUID, at: datetime) -> None:
    """Take one's own request back. Records `access.task_answered` once."""
    with within(organization):
        lock(organization)
        found = AccessTask.objects.get(organization_id=organization, id=task, about_id=by, asked_by_id=by)
        if found.state == TaskState.OPEN:
            close(organization, task=found, verb="withdraw", by=by, at=at)
