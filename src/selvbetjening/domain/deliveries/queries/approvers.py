"""Who is as good as the sender of a file, and so never the second pair of eyes (SEC-32)."""

from uuid import UUID

from selvbetjening.domain.access.models import Membership
from selvbetjening.domain.deliveries.lifecycle import DeliveryState
from selvbetjening.domain.deliveries.models import Delivery, DeliveryMove
from selvbetjening.domain.directdebit.models import OrderBatch
from selvbetjening.domain.identity.queries import ssh
from selvbetjening.domain.identity.queries.api import issuers_of
from selvbetjening.kernel.ids import OrganizationId


def people_behind(organization: OrganizationId, *, row: Delivery) -> set[UUID]:
    """The people (`User`), in whatever membership: who sent it, answers for the machine, put its key in, made a token
    of the API user, or said of it that it is whole or no duplicate and is to be sent.

    Inside the company's transaction.
    """
    memberships = {row.membership_id} if row.membership_id else set()
    if row.door == "api" and row.account_id is not None:
        memberships |= issuers_of(organization, api_user=row.account_id)
    elif row.account_id is not None:
        memberships |= ssh.behind(organization, account=row.account_id, fingerprint=row.key_fingerprint)
    memberships |= _sent_on_by(organization, row)
    people = Membership.objects.filter(organization_id=organization, id__in=memberships)
    return {each for each in people.values_list("user_id", flat=True) if each is not None}


def people_behind_orders(organization: OrganizationId, *, batch: OrderBatch) -> set[UUID]:
    """The same of orders about mandates: whoever made them. Inside the company's transaction."""
    if batch.actor_kind != "user":
        return set()
    people = Membership.objects.filter(organization_id=organization, id=UUID(batch.actor_id))
    return {each for each in people.values_list("user_id", flat=True) if each is not None}


def _sent_on_by(organization: OrganizationId, row: Delivery) -> set[UUID]:
    """Without whose word it would be no delivery, or lie as a duplicate: a machine's file is then that person's."""
    moves = DeliveryMove.objects.filter(
        organization_id=organization, delivery=row, actor_kind="user",
        from_state__in=("", DeliveryState.HELD_DUPLICATE),
    )  # fmt: skip
    return {UUID(each) for each in moves.values_list("actor_id", flat=True)}
