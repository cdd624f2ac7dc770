"""What was taken back here, and no file tells Betalingsservice: somebody has to ask there (U18)."""

from collections.abc import Sequence
from datetime import datetime

from selvbetjening.domain.directdebit.events import CollectionWithdrawn
from selvbetjening.domain.directdebit.models import Collection
from selvbetjening.domain.history.actions.record import record_many
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId


def leave_to_a_person(organization: OrganizationId, *, rows: Sequence[Collection], at: datetime) -> int:
    """Put them on the list of what is asked for by hand, each once; how many are new. Records `CollectionWithdrawn`."""
    with within(organization):
        new = [row for row in rows if row.by_hand_at is None]
        Collection.objects.filter(organization_id=organization, id__in=[row.id for row in new]).update(by_hand_at=at)
        facts = [CollectionWithdrawn(account=row.account_id, collection=row.id, by_hand=True) for row in new]
        record_many(organization, facts=facts, actor=SYSTEM, at=at)
    return len(new)
