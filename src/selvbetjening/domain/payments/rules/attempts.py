"""What may still be done with an attempt. Pure."""

from datetime import datetime, timedelta
from typing import Final

from selvbetjening.domain.payments.lifecycle import AttemptState

#: A request that asks for a page has given up by then.
ASKING: Final = timedelta(minutes=2)
#: As long as a receipt offers to undo the saving of the card; afterwards that is done where cards are kept.
UNDO_OPEN_FOR: Final = timedelta(hours=24)
_ON_A_PAGE: Final = (AttemptState.MADE, AttemptState.OPEN, AttemptState.UNKNOWN)


def can_be_broken_off(*, kind: str, state: str, has_page: bool, made_at: datetime, at: datetime) -> bool:
    """Whether it waits on a page that can be closed: nothing that was paid or is being worked on is.

    One whose page never came can be given up once the request for it is surely over: nobody was sent anywhere.
    """
    if kind == "charge" or state not in _ON_A_PAGE:
        return False
    return has_page or at - made_at >= ASKING


def may_undo_saving(*, saved: bool, state: str, closed_at: datetime | None, at: datetime) -> bool:
    """Whether its receipt still offers to undo what saving the card did (SB-32)."""
    return saved and state == AttemptState.SUCCEEDED and closed_at is not None and at - closed_at < UNDO_OPEN_FOR
