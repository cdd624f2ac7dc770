"""Take a sign-up back before it counts, or end a mandate (9.1, 15)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.billing.models import MandateLink
from selvbetjening.domain.billing.queries.mandate_links import mandate_of_company
from selvbetjening.domain.directdebit.actions.mandates import MandateRefused, end_mandate
from selvbetjening.domain.directdebit.actions.order_mandates import order_end
from selvbetjening.domain.directdebit.actions.undo_order import undo_order
from selvbetjening.domain.directdebit.queries.ordered import open_orders, pending_of
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def undo_enrolment(organization: OrganizationId, *, account: UUID, actor: Actor, at: datetime) -> bool:
    """Take back what waits of the account; False where it has gone out, or there is nothing.

    Records `MandateOrderUndone` or `MandateEnded`.
    """
    with within(organization):
        waiting = [
            each
            for each in open_orders(organization, account=account, today=copenhagen_day(at))
            if each.verb == "register" and each.state in {"held", "waiting"}
        ]
        done = [undo_order(organization, order=each.id, account=account, actor=actor, at=at) for each in waiting]
        pending = pending_of(organization, account=account)
        if pending is not None:
            done.append(end_mandate(organization, mandate=pending.id, by="creditor", actor=actor, at=at))
    return any(done)


def end_for_account(organization: OrganizationId, *, account: UUID, mandate: UUID, actor: Actor, at: datetime) -> bool:
    """End a mandate that is the account's: with us at once, outside by the next 0605. False where that is on its way.

    Records `MandateEnded` or `MandateOrdered`. Raises `MandateLink.DoesNotExist` for another's, or one that ended.
    """
    with within(organization):
        MandateLink.objects.get(
            organization_id=organization, account_id=account, mandate_id=mandate, ended_at__isnull=True
        )
        found = mandate_of_company(organization, mandate=mandate)
        if found.agreement.role == "operator":
            return end_mandate(organization, mandate=mandate, by="creditor", actor=actor, at=at)
        try:
            order_end(organization, mandate=mandate, actor=actor, at=at)
        except MandateRefused:
            return False
    return True
