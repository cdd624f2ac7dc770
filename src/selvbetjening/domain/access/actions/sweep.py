"""What time does to access: ends, reminders, melting and forgetting, one company after the other (BP-26, BM-05)."""

from datetime import date, datetime, timedelta

from selvbetjening.domain.access.actions.advise import advise
from selvbetjening.domain.access.actions.company import actor_of, lock
from selvbetjening.domain.access.actions.end_access import end_access
from selvbetjening.domain.access.actions.forget import forget
from selvbetjening.domain.access.actions.mark_bounced import mark_bounced
from selvbetjening.domain.access.actions.melt import melt
from selvbetjening.domain.access.actions.send_again import end
from selvbetjening.domain.access.actions.tasks import close
from selvbetjening.domain.access.events import EndReminded, MemberExpired, ReviewReminded, TaskReminded
from selvbetjening.domain.access.lifecycle import InvitationState, MembershipState, TaskState
from selvbetjening.domain.access.models import AccessReview, AccessTask, Grant, Invitation, Membership
from selvbetjening.domain.access.queries.invitations import OPEN
from selvbetjening.domain.access.rules.ends import reminder_due
from selvbetjening.domain.access.rules.members import OPENING
from selvbetjening.domain.access.rules.oddities import REMIND_AFTER, REMIND_EVERY
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.holidays import is_banking_day
from selvbetjening.kernel.ids import OrganizationId


def sweep(*, at: datetime) -> int:
    """Wake `tidy` for every company with users or invitations, and return how many."""
    with doorway(reason="companies whose users' access is looked through", actor=SYSTEM, at=at) as alias:
        found = set(Membership.objects.using(alias).values_list("organization_id", flat=True).distinct())
        found |= set(Invitation.objects.using(alias).values_list("organization_id", flat=True).distinct())
        known = set(Organization.objects.using(alias).filter(id__in=found).values_list("id", flat=True))
    for organization in sorted(known):
        with within(OrganizationId(organization)):
            tidy_job.defer(OrganizationId(organization))
    return len(known)


@job(name="access.tidy")
def tidy_job(organization: OrganizationId, *, at: datetime) -> None:
    """The wake-up for one company."""
    tidy(organization, at=at)


def tidy(organization: OrganizationId, *, at: datetime) -> None:
    """Bring the rows to where the day says they are. Nothing depends on it: what is over is over when it is read.

    Any time, twice, or days late.
    """
    today = copenhagen_day(at)
    with within(organization):
        company = lock(organization)
        _expire_members(organization, today, at)
        melt(organization, company=company, today=today, at=at)
        _expire_invitations(organization, at)
        mark_bounced(organization, at=at)
        _tasks(organization, today, at)
        _remind_of_ends(organization, today, at)
        _remind_of_review(organization, at)
        advise(organization, at=at)
        forget(organization, company=company, at=at)


def _expire_members(organization: OrganizationId, today: date, at: datetime) -> None:
    over = Membership.objects.filter(organization_id=organization, state=MembershipState.ACTIVE, ends_on__lte=today)
    for row in over.order_by("id"):
        end_access(organization, row=row, verb="expire", by=None, at=at)
        fact = MemberExpired(membership=row.id, generation=row.generation)
        record(organization, fact=fact, actor=actor_of(by=None), at=at)


def _expire_invitations(organization: OrganizationId, at: datetime) -> None:
    over = Invitation.objects.filter(organization_id=organization, state__in=OPEN, expires_at__lte=at)
    for invitation in over.order_by("id"):
        waits = invitation.state == InvitationState.AWAITING_CONFIRMATION
        end(organization, invitation=invitation, verb="reject" if waits else "expire", by=None, at=at)


def _tasks(organization: OrganizationId, today: date, at: datetime) -> None:
    waiting = AccessTask.objects.filter(organization_id=organization, state=TaskState.OPEN).order_by("id")
    for task in waiting:
        if task.expires_at <= at:
            close(organization, task=task, verb="expire", by=None, at=at)
        elif (
            task.kind == AccessTask.Kind.REQUEST_ACCESS
            and task.reminded_at is None
            and _bank_days(copenhagen_day(task.asked_at), today) >= 2
        ):
            task.reminded_at = at
            task.save(update_fields=["reminded_at"])
            record(organization, fact=TaskReminded(task=task.id, kind=task.kind), actor=SYSTEM, at=at)


def _bank_days(first: date, second: date) -> int:
    days = (second - first).days
    return sum(is_banking_day(first + timedelta(days=each)) for each in range(1, days + 1))


def _remind_of_ends(organization: OrganizationId, today: date, at: datetime) -> None:
    people = Membership.objects.filter(organization_id=organization, state=MembershipState.ACTIVE)
    soon = {"ends_on__gt": today, "ends_on__lte": today + timedelta(days=30)}
    for row in people.filter(**soon).order_by("id"):
        _remind(organization, row, "end", "", row.ends_on, row.joined_at, at)
    ending = Grant.objects.filter(organization_id=organization, state__in=OPENING, membership__in=people, **soon)
    for grant in ending.select_related("membership").order_by("id"):
        own = grant.membership.ends_on
        if own is None or (grant.ends_on is not None and grant.ends_on < own):  # else the membership's own mail says it
            row = people.get(id=grant.membership_id)
            _remind(organization, row, str(grant.id), grant.solution_id, grant.ends_on, grant.granted_at, at)


def _remind(
    organization: OrganizationId,
    row: Membership,
    key: str,
    solution: str,
    ends_on: date | None,
    since: datetime,
    at: datetime,
) -> None:
    """Once for each of 30, 14 and 3 days, for this very end; another end begins anew."""
    if ends_on is None:
        return
    told = row.notices.get(key) or {}
    last = told.get("days") if told.get("ends_on") == ends_on.isoformat() else None
    today = copenhagen_day(at)
    due = reminder_due(ends_on=ends_on, today=today, told=last, since=copenhagen_day(since))
    if due is None:
        return
    row.notices = {**row.notices, key: {"ends_on": ends_on.isoformat(), "days": due}}
    row.save(update_fields=["notices"])
    fact = EndReminded(membership=row.id, solution=solution, ends_on=ends_on, days=(ends_on - today).days)
    record(organization, fact=fact, actor=SYSTEM, at=at)


def _remind_of_review(organization: OrganizationId, at: datetime) -> None:
    waiting = AccessReview.objects.filter(
        organization_id=organization, finished_at=None, begun_at__lte=at - REMIND_AFTER
    )
    for review in waiting:
        if review.reminded_at is None or at - review.reminded_at >= REMIND_EVERY:
            review.reminded_at = at
            review.save(update_fields=["reminded_at"])
            record(organization, fact=ReviewReminded(review=review.id), actor=SYSTEM, at=at)
