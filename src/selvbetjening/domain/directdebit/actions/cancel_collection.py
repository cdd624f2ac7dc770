"""Withdraw a collection that is not on the debtor's overview yet, as the creditor asks for (U18: not by file)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.directdebit.events import CollectionCancelled
from selvbetjening.domain.directdebit.lifecycle import CollectionState
from selvbetjening.domain.directdebit.models import Collection
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def cancel_collection(organization: OrganizationId, *, collection: UUID, actor: Actor, at: datetime) -> bool:
    """Cancel it while it is only received; False where it is on its way, done, or cancelled already.

    Records `CollectionCancelled`. Raises `Collection.DoesNotExist` for one that is not the company's.
    """
    with within(organization):
        mine = Collection.objects.filter(organization_id=organization, id=collection)
        cancelled = mine.filter(state=CollectionState.RECEIVED).update(state=CollectionState.CANCELLED)
        if cancelled:
            fact = CollectionCancelled(collection=collection, by="creditor", account=mine.get().account_id)
            record(organization, fact=fact, actor=actor, at=at)
        else:
            mine.get()
    return bool(cancelled)
