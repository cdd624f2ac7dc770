"""Move the collection of an invoice by card; whoever is second changes nothing (design, "Lifecycle")."""

from typing import Any
from uuid import UUID

from selvbetjening.domain.payments.lifecycle import COLLECTION
from selvbetjening.domain.payments.models import CardCollection
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def move_collection(organization: OrganizationId, *, collection: UUID, verb: str, **values: Any) -> bool:
    """Move it where the lifecycle allows the verb from its state, with these other columns; False where it does not."""
    sources = COLLECTION.sources(verb)
    target = COLLECTION.after(sources[0], verb)
    with within(organization, savepoint=False):
        mine = CardCollection.objects.filter(organization_id=organization, id=collection, state__in=sources)
        return bool(mine.update(state=target, **values))
