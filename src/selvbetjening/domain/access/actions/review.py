"""Go through who has access, the odd rows first (BP-27, BM-05)."""

from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from selvbetjening.domain.access.actions.company import actor_of, guard_last, lock, manager, member
from selvbetjening.domain.access.actions.delete_member import end_member
from selvbetjening.domain.access.actions.give import end_with_user
from selvbetjening.domain.access.actions.grants import remove_solution, renew_grant
from selvbetjening.domain.access.events import MemberEndSet, ReviewBegun, ReviewFinished
from selvbetjening.domain.access.lifecycle import GrantState, MembershipState
from selvbetjening.domain.access.models import AccessReview, Grant, Membership, ReviewRow
from selvbetjening.domain.access.queries.people import MemberRow, members
from selvbetjening.domain.access.queries.reviews import report
from selvbetjening.domain.access.rules.ends import checked_end
from selvbetjening.domain.access.rules.members import ACCESS_MANAGER
from selvbetjening.domain.access.rules.oddities import DECISIONS, Seen, oddities
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.history.rules.chain import canonical
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

_LISTED = (MembershipState.ACTIVE, MembershipState.SUSPENDED)


def begin_review(organization: OrganizationId, *, by: UUID, at: datetime) -> AccessReview:
    """Freeze a picture of all access now; one that is not finished yet is answered again.

    Records `access.review_begun`.
    """
    today = copenhagen_day(at)
    with within(organization):
        company = lock(organization)
        manager(organization, by=by, at=at)
        present = AccessReview.objects.filter(organization_id=organization, finished_at=None).first()
        if present is not None:
            return present
        made = AccessReview.objects.create(organization_id=organization, begun_at=at, begun_by_id=by)
        unused = int(company.choice("unused_days"))
        _, people = members(organization, today=today, states=_LISTED, limit=None)
        rows = [row for person in people for row in _pictured(person, made, today, unused)]
        ReviewRow.objects.bulk_create(rows)
        record(organization, fact=ReviewBegun(review=made.id), actor=actor_of(by=by), at=at)
    return made


def _pictured(person: MemberRow, review: AccessReview, today: date, unused: int) -> list[ReviewRow]:
    is_manager = person.role == ACCESS_MANAGER
    seen = Seen(
        is_manager=is_manager,
        is_external=person.is_external,
        is_suspended=person.state == MembershipState.SUSPENDED,
        last_login_at=person.last_login_at,
        ends_on=person.ends_on,
    )
    own = {"role": person.role, "state": str(person.state), "ends_on": _day(person.ends_on)}
    rows = [_row(review, person.id, None, own, oddities(seen=seen, today=today, unused_days=unused))]
    for grant in () if is_manager else person.grants:
        looked = Seen(
            is_manager=False, is_external=person.is_external, is_suspended=False, last_login_at=person.last_login_at,
            ends_on=grant.ends_on, granted_at=grant.granted_at, last_used_at=grant.last_used_at,
            is_permanent=grant.is_permanent,
        )  # fmt: skip
        picture = {
            "solution": grant.solution, "actions": list(grant.actions), "ends_on": _day(grant.ends_on),
            "last_used_at": grant.last_used_at.isoformat() if grant.last_used_at else None,
        }  # fmt: skip
        odd = oddities(seen=looked, today=today, unused_days=unused)
        rows.append(_row(review, person.id, grant.id, picture, odd))
    return rows


def _row(
    review: AccessReview, member_id: UUID, grant: UUID | None, picture: dict[str, Any], odd: list[str]
) -> ReviewRow:
    return ReviewRow(
        organization_id=review.organization_id, review=review, membership_id=member_id, grant_id=grant,
        picture=picture, odd=odd,
    )  # fmt: skip


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def decide_review_row(
    organization: OrganizationId, *, row: UUID, decision: str, by: UUID, at: datetime, ends_on: date | None = None
) -> None:
    """Keep, shorten (to `ends_on`, the first day without) or remove what the row shows; at once, and with its own fact.

    Decided again, the last one counts. Raises `Refused`: `unknown`, `gone` for a finished review, `required`, `past`,
    `USER-01` for the last manager; `ReviewRow.DoesNotExist` for another company's.
    """
    if decision not in DECISIONS:
        raise Refused("unknown", field="decision")
    with within(organization):
        lock(organization)
        manager(organization, by=by, at=at)
        found = ReviewRow.objects.select_related("review").get(organization_id=organization, id=row)
        if found.review.finished_at is not None:
            raise Refused("gone")
        if decision == "shorten" and ends_on is None:
            raise Refused("required", field="ends_on")
        if found.grant_id is not None:
            _decide_grant(organization, found.grant_id, decision, ends_on, by=by, at=at)
        else:
            _decide_member(organization, found.membership_id, decision, ends_on, by=by, at=at)
        found.decision, found.decided_at, found.decided_by_id = decision, at, by
        found.save(update_fields=["decision", "decided_at", "decided_by_id"])


def _decide_grant(
    organization: OrganizationId, grant: UUID, decision: str, ends_on: date | None, *, by: UUID, at: datetime
) -> None:
    found = Grant.objects.get(organization_id=organization, id=grant)
    if decision == "remove":
        remove_solution(organization, grant=grant, by=by, at=at)
    elif decision == "keep" and found.state == GrantState.FADING:
        renew_grant(organization, grant=grant, by=by, at=at)
    elif decision == "shorten":
        latest = found.ends_on
        checked_end(ends_on=ends_on, today=copenhagen_day(at), latest=latest)
        found.ends_on, found.is_permanent = ends_on, False
        found.save(update_fields=["ends_on", "is_permanent"])


def _decide_member(
    organization: OrganizationId, membership: UUID, decision: str, ends_on: date | None, *, by: UUID, at: datetime
) -> None:
    found: Membership = member(organization, membership=membership)
    if decision == "remove" and found.state != MembershipState.DELETED:
        end_member(organization, row=found, by=by, at=at, left=found.id == by)
    elif decision == "shorten":
        checked_end(ends_on=ends_on, today=copenhagen_day(at), latest=found.ends_on)
        if found.role == ACCESS_MANAGER:
            guard_last(organization, leaving=found.id, today=copenhagen_day(at))
        found.ends_on = ends_on
        found.save(update_fields=["ends_on"])
        end_with_user(organization, row=found)
        record(organization, fact=MemberEndSet(membership=found.id, ends_on=ends_on), actor=actor_of(by=by), at=at)


def finish_review(organization: OrganizationId, *, review: UUID, by: UUID, at: datetime) -> str:
    """Close a review in which every odd row was decided, and seal its report; the digest is answered (SHA-256).

    The door asks for a step-up first. Records `access.review_finished`. Raises `Refused`: `undecided` with `left`,
    `gone` for a finished one.
    """
    with within(organization):
        lock(organization)
        manager(organization, by=by, at=at)
        found = AccessReview.objects.get(organization_id=organization, id=review)
        if found.finished_at is not None:
            raise Refused("gone")
        left = ReviewRow.objects.filter(organization_id=organization, review=found, decision="").exclude(odd=[])
        if count := left.count():
            raise Refused("undecided", left=count)
        found.finished_at, found.finished_by_id = at, by
        text = canonical(value=report(organization, review=found))
        found.report_sha256 = sha256(text.encode()).hexdigest()
        found.save(update_fields=["finished_at", "finished_by_id", "report_sha256"])
        fact = ReviewFinished(review=found.id, report_sha256=found.report_sha256)
        record(organization, fact=fact, actor=actor_of(by=by), at=at)
    return found.report_sha256
