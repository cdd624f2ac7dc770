"""A second person's yes to exactly these bytes (BM-04, SEC-32). There is no other way past the gate."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from selvbetjening.domain.access.models import Membership
from selvbetjening.domain.deliveries.actions.passing import pass_on, yeses
from selvbetjening.domain.deliveries.actions.release import follow
from selvbetjening.domain.deliveries.actions.void import void
from selvbetjening.domain.deliveries.events import DeliveryApproved
from selvbetjening.domain.deliveries.lifecycle import DeliveryState
from selvbetjening.domain.deliveries.models import Approval, Delivery
from selvbetjening.domain.deliveries.queries.policy import choices
from selvbetjening.domain.deliveries.rules.approval import Yes, accept, approvers_needed
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def approve(organization: OrganizationId, *, delivery: UUID, membership: UUID, sha256: str, at: datetime) -> Delivery:
    """Count this member's yes; with enough of them the file goes on.

    `sha256` is what the page showed. A yes under another policy than today's is void, and today's policy may want more
    people. Records `DeliveryApproved`. Raises `Refused`: `not_now`, `own_file`, `stale`, `approved_already`.
    """
    with within(organization):
        row = Delivery.objects.select_for_update().filter(organization_id=organization, id=delivery).first()
        if row is None or row.state != DeliveryState.AWAITING_APPROVAL:
            raise Refused("not_now")
        _under_todays_policy(organization, row, at)
        yes = Yes(membership, _person(organization, membership), sha256.lower(), row.policy_version)
        sender = _person(organization, row.membership_id) if row.membership_id else None
        accept(
            yes=yes, sender=row.membership_id, sender_person=sender, before=yeses(organization, row=row),
            sha256=row.sha256,
        )  # fmt: skip
        _keep(organization, row, yes, at)
        actor = Actor("user", str(membership))
        fact = DeliveryApproved(delivery=delivery, number=row.number, sha256=row.sha256)
        record(organization, fact=fact, actor=actor, at=at)
        if len(yeses(organization, row=row)) < row.approvals_needed:
            return row
        row.counts_at = at
        row.save(update_fields=["counts_at"])
        moved = pass_on(organization, row=row, chosen=choices(organization), fatal=False, held="", actor=actor, at=at)
        if moved is None:
            raise Refused("not_now")
        follow(organization, row=moved)
        return moved


def _under_todays_policy(organization: OrganizationId, row: Delivery, at: datetime) -> None:
    """A policy that changed voids what was said under the old one; it never lets a file go by itself."""
    policy = choices(organization).policy
    if policy.version == row.policy_version:
        return
    void(organization, rows=Approval.objects.filter(delivery=row), reason="policy", at=at)
    needed = approvers_needed(policy=policy, total_minor=row.total_minor, count=row.accepted_count)
    row.policy_version, row.approvals_needed = policy.version, max(1, needed)
    row.save(update_fields=["policy_version", "approvals_needed"])


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
