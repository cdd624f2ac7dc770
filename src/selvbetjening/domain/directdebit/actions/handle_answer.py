"""Say that an answer which belonged to nothing is dealt with."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.directdebit.events import AnswerHandled
from selvbetjening.domain.directdebit.models import UnmatchedAnswer
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def handle_answer(organization: OrganizationId, *, answer: UUID, actor: Actor, at: datetime) -> bool:
    """Take it off the list; False where that was done before. Records `AnswerHandled`."""
    with within(organization):
        mine = UnmatchedAnswer.objects.filter(organization_id=organization, id=answer, handled_at__isnull=True)
        handled = mine.update(handled_at=at)
        if handled:
            record(organization, fact=AnswerHandled(answer=answer), actor=actor, at=at)
    return bool(handled)
