"""Put a file aside that was fetched and held (U3): somebody has looked at it, and nothing of it is to be booked."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.directdebit.events import BankFileFetched
from selvbetjening.domain.directdebit.lifecycle import FETCHED, FetchedState
from selvbetjening.domain.directdebit.models import BankFetched
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId

PUT_ASIDE = "put_aside"


def put_aside(organization: OrganizationId, *, file: UUID, actor: Actor, at: datetime) -> bool:
    """Let nothing of it be booked; False where it is not held. Records `BankFileFetched`."""
    with within(organization):
        held = BankFetched.objects.filter(organization_id=organization, id=file, state=FetchedState.HELD)
        state = FETCHED.after(FetchedState.HELD, "leave")
        done = held.update(state=state, code=PUT_ASIDE)
        if done:
            fact = BankFileFetched(file=file, state=state, code=PUT_ASIDE)
            record(organization, fact=fact, actor=actor, at=at)
    return bool(done)
