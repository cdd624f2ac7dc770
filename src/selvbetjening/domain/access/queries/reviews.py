"""Access reviews: the open one, its rows, and what its report says (BM-05)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from selvbetjening.domain.access.lifecycle import GrantState, MembershipState
from selvbetjening.domain.access.models import AccessReview, Grant, Membership, ReviewRow
from selvbetjening.domain.access.rules.oddities import QUARTER
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True)
class ReviewLine:
    """One row to look at. `changed`: it is not any more as in the picture (BM-05 "changes are shown as such")."""

    id: UUID
    membership: UUID
    grant: UUID | None
    name: str
    picture: dict[str, Any]
    odd: tuple[str, ...]
    decision: str
    changed: bool


def latest_review(organization: OrganizationId) -> AccessReview | None:
    """The review that is under way, else the last finished one."""
    rows = AccessReview.objects.filter(organization_id=organization)
    return rows.filter(finished_at=None).first() or rows.order_by("-finished_at").first()


def get_review(organization: OrganizationId, *, review: UUID) -> AccessReview | None:
    """The company's review with this id, or None."""
    return AccessReview.objects.filter(organization_id=organization, id=review).first()


def is_review_due(organization: OrganizationId, *, at: datetime) -> bool:
    """Whether a quarter has passed since the last finished review, or since the first user joined (BP-27)."""
    last = latest_review(organization)
    if last is not None:
        return last.finished_at is not None and at - last.finished_at >= QUARTER
    first = Membership.objects.filter(organization_id=organization).order_by("joined_at").first()
    return first is not None and at - first.joined_at >= timedelta(days=QUARTER.days)


def review_lines(organization: OrganizationId, *, review: UUID) -> list[ReviewLine]:
    """The odd rows first, then the rest, each by name."""
    rows = list(ReviewRow.objects.filter(organization_id=organization, review_id=review))
    people = Membership.objects.filter(organization_id=organization).in_bulk([row.membership_id for row in rows])
    grants = Grant.objects.filter(organization_id=organization).in_bulk(
        [row.grant_id for row in rows if row.grant_id is not None]
    )
    lines = [
        _line(row, people.get(row.membership_id), grants.get(row.grant_id) if row.grant_id else None) for row in rows
    ]
    return sorted(lines, key=lambda line: (not line.odd, line.name, line.grant is not None, str(line.id)))


def report(organization: OrganizationId, *, review: AccessReview) -> dict[str, Any]:
    """What the seal of a finished review is made of: ids, codes and days, in the order of the rows' ids."""
    rows = ReviewRow.objects.filter(organization_id=organization, review=review).order_by("id")
    return {
        "review": str(review.id),
        "begun_at": review.begun_at.isoformat(),
        "finished_at": review.finished_at.isoformat() if review.finished_at else None,
        "finished_by": str(review.finished_by_id) if review.finished_by_id else None,
        "rows": [
            {
                "membership": str(row.membership_id), "grant": str(row.grant_id) if row.grant_id else None,
                "picture": row.picture, "odd": list(row.odd), "decision": row.decision,
                "decided_by": str(row.decided_by_id) if row.decided_by_id else None,
            }
            for row in rows
        ],
    }  # fmt: skip


def _line(row: ReviewRow, person: Membership | None, grant: Grant | None) -> ReviewLine:
    name = person.full_name if person else ""
    if row.grant_id is not None:
        live = grant is not None and grant.state in (GrantState.ACTIVE, GrantState.FADING, GrantState.WAITING)
        changed = not live or (grant is not None and _day(grant.ends_on) != row.picture.get("ends_on"))
    else:
        changed = (
            person is None
            or person.state == MembershipState.ANONYMISED
            or str(person.state) != row.picture.get("state")
            or person.role != row.picture.get("role")
            or _day(person.ends_on) != row.picture.get("ends_on")
        )
    return ReviewLine(row.id, row.membership_id, row.grant_id, name, row.picture, tuple(row.odd), row.decision, changed)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
