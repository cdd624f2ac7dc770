"""A second person's yes to exactly these bytes (BM-04, SEC-32). There is no other way past the gate."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from selvbetjening.domain.access.models import Membership
from selvbetjening.domain.access.permissions import FILES_APPROVE
from selvbetjening.domain.access.queries.standing import holds
from selvbetjening.domain.deliveries.actions.check_anew import check_anew
from selvbetjening.domain.deliveries.actions.passing import pass_on, under_todays_policy, yeses
from selvbetjening.domain.deliveries.actions.release import follow
from selvbetjening.domain.deliveries.actions.void import void
from selvbetjening.domain.deliveries.events import DeliveryApproved
from selvbetjening.domain.deliveries.lifecycle import DeliveryState
from selvbetjening.domain.deliveries.models import Approval, Delivery
from selvbetjening.domain.deliveries.queries.approvers import people_behind
from selvbetjening.domain.deliveries.queries.policy import choices
from selvbetjening.domain.deliveries.rules.approval import Yes, accept
from selvbetjening.domain.deliveries.rules.pipeline import is_outdated
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def approve(organization: OrganizationId, *, delivery: UUID, membership: UUID, sha256: str, at: datetime) -> Delivery:
    """Count this member's yes; with enough of them the file goes on.

    `sha256` is what the page showed. A yes under another policy than today's is void, and today's policy may want more
    people. Past its deadline the file is checked anew first: with another result all are asked again.
    Records `DeliveryApproved`. Raises `Refused`: `not_now`, `own_file`, `stale`, `approved_already`.
    """
    with within(organization):
        row = Delivery.objects.select_for_update().filter(organization_id=organization, id=delivery).first()
        if row is None or row.state != DeliveryState.AWAITING_APPROVAL:
            raise Refused("not_now")
        chosen = choices(organization)
        under_todays_policy(organization, row=row, policies=chosen.policies, at=at)
        _void_of_others_rights(organization, row, at)
        yes = Yes(membership, _person(organization, membership), sha256.lower(), row.policy_version)
        before = yeses(organization, row=row)
        accept(yes=yes, senders=people_behind(organization, row=row), before=before, sha256=row.sha256)
        _keep(organization, row, yes, at)
        actor = Actor("user", str(membership))
        fact = DeliveryApproved(delivery=delivery, number=row.number, sha256=row.sha256)
        record(organization, fact=fact, actor=actor, at=at)
        if len(yeses(organization, row=row)) < row.approvals_needed:
            return row
        if is_outdated(deadline=row.deadline_at, counted_at=row.counts_at, at=at):
            return check_anew(organization, row=row, actor=actor, at=at)
        row.counts_at = at
        row.save(update_fields=["counts_at"])
        moved = pass_on(organization, row=row, chosen=chosen, fatal=False, held="", actor=actor, at=at)
        if moved is None:
            raise Refused("not_now")
        follow(organization, row=moved)
        return moved


def _void_of_others_rights(organization: OrganizationId, row: Delivery, at: datetime) -> None:
    """A yes of somebody who may not approve this file any more counts no more (SEC-24, SEC-28)."""
    today = copenhagen_day(at)
    for approval in Approval.objects.filter(organization_id=organization, delivery=row, voided_at=None):
        if not holds(
            organization, membership=approval.membership_id, permission=FILES_APPROVE, pbs_numbers=row.pbs_numbers,
            today=today,
        ):  # fmt: skip
            void(organization, rows=Approval.objects.filter(id=approval.id), reason="right_ended", at=at)


def _keep(organization: OrganizationId, row: Delivery, yes: Yes, at: datetime) -> None:
    try:
        with transaction.atomic():
            Approval.objects.create(
                organization_id=organization, delivery=row, membership_id=yes.membership, person_id=yes.person,
                sha256=yes.sha256, policy_version=yes.policy_version, approved_at=at,
            )  # fmt: skip
    except IntegrityError:
        raise Refused("approved_already") from None


def _person(organization: OrganizationId, membership: UUID) -> UUID:
    """The human behind a membership: (issuer, subject) is one `User` in all companies (SEC-38)."""
    found = Membership.objects.filter(organization_id=organization, id=membership)
    person: UUID | None = found.values_list("user_id", flat=True).first()
    if person is None:
        raise Refused("unknown")
    return person
