"""Delete bytes that are nobody's: whoever wrote them was killed before there was a row."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from selvbetjening.domain.deliveries.models import Delivery, OutFile, Staging
from selvbetjening.domain.deliveries.ports import Place, StoreFailed
from selvbetjening.domain.deliveries.queries.stored import store
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId

#: Between the last byte and the row lie moments; an upload has its row before its first byte.
IDLE: Final = timedelta(days=1)
_AT_ONCE: Final = 1000


def forget_orphans(organization: OrganizationId) -> int:
    """Delete the company's files that nobody has written for a day and that no row names; how many.

    The rows are asked after the files were found, so a row that was made meanwhile is seen. Rows stay when their
    contents go, so what was once known is never taken for nobody's. What somebody writes at this moment is let be.
    """
    idle = [place.id for place in store().idle(organization, since=IDLE)]
    parts = (idle[start : start + _AT_ONCE] for start in range(0, len(idle), _AT_ONCE))
    return sum(_delete(Place(organization, id_)) for part in parts for id_ in _lost(organization, part))


def _lost(organization: OrganizationId, ids: Sequence[UUID]) -> list[UUID]:
    known: set[UUID] = set()
    with within(organization):
        for model in (Staging, Delivery, OutFile):
            mine = model._default_manager.filter(organization_id=organization, id__in=ids)
            known.update(mine.values_list("id", flat=True))
    return [id_ for id_ in ids if id_ not in known]


def _delete(place: Place) -> bool:
    try:
        handle = store().open(place)
    except StoreFailed as failure:
        if failure.code != "busy":
            raise
        return False
    try:
        store().delete(place)
    finally:
        handle.close()
    return True
