"""A second person's yes to orders about mandates that go out as a 0605: by the rules of files (BM-04, SEC-32)."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from selvbetjening.domain.access.models import Membership
from selvbetjening.domain.access.permissions import FILES_APPROVE
from selvbetjening.domain.access.queries.standing import holds
from selvbetjening.domain.deliveries.queries.approvers import people_behind_orders
from selvbetjening.domain.deliveries.queries.policy import choices
from selvbetjening.domain.deliveries.rules.approval import Yes, accept, is_enough
from selvbetjening.domain.deliveries.rules.content import SOLUTION
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.directdebit.actions.hold_orders import drop_orders, let_orders
from selvbetjening.domain.directdebit.actions.mandates import MandateRefused
from selvbetjening.domain.directdebit.events import MandateOrdersApproved
from selvbetjening.domain.directdebit.models import OrderBatch, OrderYes
from selvbetjening.domain.directdebit.queries.held_orders import digest
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def approve_orders(organization: OrganizationId, *, batch: UUID, membership: UUID, sha256: str, at: datetime) -> bool:
    """Count this member's yes; with enough of them the orders go on their way; whether they do.

    `sha256` is what the page showed. A yes under another policy than today's, or of somebody who may not say one any
    more, is void. Records `MandateOrdersApproved` and what `let_orders` does. Raises `Refused`: `not_now`, `own_file`,
    `stale`, `approved_already`.
    """
    with within(organization):
        row = _locked(organization, batch)
        _under_todays_policy(organization, row, at)
        now = digest(organization, batch=batch)
        yes = Yes(membership, _person(organization, membership), sha256.lower(), row.policy_version)
        senders = people_behind_orders(organization, batch=row)
        accept(yes=yes, senders=senders, before=_yeses(organization, row), sha256=now)
        _keep(organization, row, yes, at)
        actor = Actor("user", str(membership))
        record(organization, fact=MandateOrdersApproved(batch=batch, sha256=now), actor=actor, at=at)
        given = _yeses(organization, row)
        if not is_enough(given=given, needed=row.needed, sha256=now, policy_version=row.policy_version):
            return False
        try:
            let_orders(organization, batch=row, at=at)
        except MandateRefused:
            raise Refused("not_now") from None
        return True


def turn_down_orders(organization: OrganizationId, *, batch: UUID, actor: Actor, at: datetime) -> None:
    """None of them goes out, and their bank details are gone. Records `MandateOrdersDropped`. Raises `Refused`."""
    with within(organization):
        if not drop_orders(organization, batch=_locked(organization, batch).id, why="turned_down", actor=actor, at=at):
            raise Refused("not_now")


def _locked(organization: OrganizationId, batch: UUID) -> OrderBatch:
    mine = OrderBatch.objects.select_for_update(of=("self",)).select_related("agreement")
    row = mine.filter(organization_id=organization, id=batch, state="held").first()
    if row is None:
        raise Refused("not_now")
    return row


def _under_todays_policy(organization: OrganizationId, row: OrderBatch, at: datetime) -> None:
    """How many must say yes by the rule now in force, one at least; what was said under another is void (BM-04)."""
    number = row.agreement.pbs_number
    _under, policy = choices(organization).policies.of(solution=SOLUTION, pbs_number=number)
    row.needed = max(1, policy.approvers if policy.kind != "off" else 0)
    mine = OrderYes.objects.filter(organization_id=organization, batch=row, voided_at=None)
    if row.policy_version != policy.version:
        mine.update(voided_at=at)
    row.policy_version = policy.version
    row.save(update_fields=["needed", "policy_version"])
    today = copenhagen_day(at)
    for each in mine.filter(voided_at=None):
        if not holds(
            organization, membership=each.membership_id, permission=FILES_APPROVE, pbs_numbers=[number], today=today
        ):
            OrderYes.objects.filter(id=each.id).update(voided_at=at)


def _yeses(organization: OrganizationId, row: OrderBatch) -> list[Yes]:
    rows = OrderYes.objects.filter(organization_id=organization, batch=row, voided_at=None)
    return [Yes(each.membership_id, each.person_id, each.sha256, each.policy_version) for each in rows]


def _keep(organization: OrganizationId, row: OrderBatch, yes: Yes, at: datetime) -> None:
    try:
        with transaction.atomic():
            OrderYes.objects.create(
                organization_id=organization, batch=row, membership_id=yes.membership, person_id=yes.person,
                sha256=yes.sha256, policy_version=yes.policy_version, said_at=at,
            )  # fmt: skip
    except IntegrityError:
        raise Refused("approved_already") from None


def _person(organization: OrganizationId, membership: UUID) -> UUID:
    found = Membership.objects.filter(organization_id=organization, id=membership)
    person: UUID | None = found.values_list("user_id", flat=True).first()
    if person is None:
        raise Refused("unknown")
    return person
