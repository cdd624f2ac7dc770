"""Withdraw a collection that is not on the debtor's overview yet, as the creditor asks for (U18: not by file)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.directdebit.actions.withdraw_collections import withdraw_collections
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def cancel_collection(organization: OrganizationId, *, collection: UUID, actor: Actor, at: datetime) -> bool:
    """Cancel it while it is only received; False where it is on its way, done, or cancelled already.

    Records `CollectionCancelled`. Raises `Collection.DoesNotExist` for one that is not the company's.
    """
    done = withdraw_collections(organization, collections=[collection], actor=actor, at=at)
    return collection in done.cancelled
