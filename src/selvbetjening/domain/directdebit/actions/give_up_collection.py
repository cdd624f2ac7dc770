"""Give up a collection that was asked for and that nobody has answered (17.2: 7).

If it was made all the same, and only the answer stayed away, the money that is told later is booked as ever.
"""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.directdebit.events import CollectionCancelled
from selvbetjening.domain.directdebit.lifecycle import COLLECTION, CollectionState
from selvbetjening.domain.directdebit.models import Collection
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def give_up_collection(organization: OrganizationId, *, collection: UUID, actor: Actor, at: datetime) -> bool:
    """Cancel it, so that its invoice can be collected anew; False where it was answered. Records
    `CollectionCancelled`."""
    with within(organization):
        mine = Collection.objects.filter(
            organization_id=organization, id=collection, state__in=COLLECTION.sources("cancel")
        )
        done = mine.update(state=CollectionState.CANCELLED)
        if done:
            row = Collection.objects.get(organization_id=organization, id=collection)
            fact = CollectionCancelled(
                account=row.account_id, collection=row.id, by="unanswered", invoice=row.invoice_id, amount=row.amount
            )
            record(organization, fact=fact, actor=actor, at=at)
    return bool(done)
