"""What waits for a manager, who follows, and what needs attention (BP-14, BP-30, BM-11)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from selvbetjening.domain.access.lifecycle import GrantState, InvitationState, MembershipState, TaskState
from selvbetjening.domain.access.models import (
    AccessTask,
    Deputy,
    Favourite,
    Grant,
    Invitation,
    ManagerMessage,
    Membership,
    Succession,
)
from selvbetjening.domain.access.rules.members import ACCESS_MANAGER
from selvbetjening.domain.access.rules.succession import ABSENT
from selvbetjening.kernel.ids import OrganizationId

#: An end that is nearer than this stands on the front page.
SOON: Final = timedelta(days=30)


def open_tasks(organization: OrganizationId, *, at: datetime) -> list[AccessTask]:
    """What waits for a manager's answer, the oldest first, with the membership it is about."""
    rows = AccessTask.objects.filter(organization_id=organization, state=TaskState.OPEN, expires_at__gt=at)
    return list(rows.select_related("about").order_by("asked_at", "id"))


def get_task(organization: OrganizationId, *, task: UUID) -> AccessTask | None:
    """The company's task with this id, or None."""
    return AccessTask.objects.select_related("about").filter(organization_id=organization, id=task).first()


def requests_of(organization: OrganizationId, *, membership: UUID) -> list[AccessTask]:
    """The member's own requests for access, newest first."""
    rows = AccessTask.objects.filter(
        organization_id=organization, about_id=membership, kind=AccessTask.Kind.REQUEST_ACCESS
    )
    return list(rows.order_by("-asked_at")[:50])


def favourites_of(organization: OrganizationId, *, membership: UUID) -> list[str]:
    """The member's starred codes in order (BP-12)."""
    rows = Favourite.objects.filter(organization_id=organization, membership_id=membership)
    return list(rows.order_by("position").values_list("code", flat=True))


def deputies(organization: OrganizationId) -> list[Deputy]:
    """Who follows, with the membership."""
    rows = Deputy.objects.filter(organization_id=organization, ended_at__isnull=True).select_related("membership")
    return list(rows.order_by("named_at"))


def open_succession(organization: OrganizationId) -> Succession | None:
    """The one under way, if any."""
    return Succession.objects.filter(organization_id=organization, state=TaskState.OPEN).first()


def get_succession(organization: OrganizationId, *, succession: UUID) -> Succession | None:
    """The company's succession with this id, or None."""
    return Succession.objects.filter(organization_id=organization, id=succession).first()


def get_message(organization: OrganizationId, *, message: UUID) -> ManagerMessage | None:
    """A message to the managers, or None."""
    return ManagerMessage.objects.filter(organization_id=organization, id=message).first()


@dataclass(frozen=True)
class ManagerHealth:
    """How well the company stands without one of its managers (BP-30).

    `standing` have logged in and have no end; one who never logged in counts for nothing.
    """

    active: int
    standing: int
    recently: int
    with_end: int
    external: int

    @property
    def too_few(self) -> bool:
        """Fewer than two who count."""
        return self.standing < 2


def manager_health(organization: OrganizationId, *, at: datetime, today: date) -> ManagerHealth:
    """The numbers of BP-30, as of now."""
    rows = [
        row
        for row in Membership.objects.filter(
            organization_id=organization, role=ACCESS_MANAGER, state=MembershipState.ACTIVE
        )
        if row.ends_on is None or row.ends_on > today
    ]
    return ManagerHealth(
        active=len(rows),
        standing=sum(row.first_login_at is not None and row.ends_on is None for row in rows),
        recently=sum(row.last_login_at is not None and at - row.last_login_at < ABSENT for row in rows),
        with_end=sum(row.ends_on is not None for row in rows),
        external=sum(row.is_external for row in rows),
    )


@dataclass(frozen=True)
class Attention:
    """What stands on a manager's front page, as numbers (BP-10)."""

    tasks: int
    invitations: int
    to_confirm: int
    expired_invitations: int
    ending: int
    fading: int
    suspended_over: int


def attention(organization: OrganizationId, *, at: datetime, today: date) -> Attention:
    """What needs a manager now."""
    sent = Invitation.objects.filter(organization_id=organization)
    people = Membership.objects.filter(organization_id=organization)
    soon = {"ends_on__gt": today, "ends_on__lte": today + SOON}
    grants = Grant.objects.filter(organization_id=organization, membership__state=MembershipState.ACTIVE)
    return Attention(
        tasks=len(open_tasks(organization, at=at)),
        invitations=sent.filter(state=InvitationState.PENDING, expires_at__gt=at).count(),
        to_confirm=sent.filter(state=InvitationState.AWAITING_CONFIRMATION, expires_at__gt=at).count(),
        expired_invitations=sent.filter(state=InvitationState.PENDING, expires_at__lte=at).count(),
        ending=people.filter(state=MembershipState.ACTIVE, **soon).count()
        + grants.filter(state__in=(GrantState.ACTIVE, GrantState.FADING), **soon).count(),
        fading=grants.filter(state=GrantState.FADING).count(),
        suspended_over=people.filter(state=MembershipState.SUSPENDED, state_until__lte=today).count(),
    )


def is_snoozed(organization: OrganizationId, *, membership: UUID, advice: str, today: date) -> bool:
    """Whether the member has put this advice off, and the ninety days are not over (BP-30)."""
    row = Membership.objects.filter(organization_id=organization, id=membership).values_list("snoozed", flat=True)
    until = (row.first() or {}).get(advice)
    return until is not None and today.isoformat() < until
