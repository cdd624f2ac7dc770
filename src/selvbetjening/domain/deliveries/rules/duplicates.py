"""Has this file been here before? (business-portal.md annex D.3). Pure; production and test never meet."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from selvbetjening.domain.deliveries.lifecycle import NEVER_COUNTED, DeliveryState
from selvbetjening.domain.deliveries.rules.doors import Environment
from selvbetjening.domain.deliveries.rules.limits import RETRY

Verdict = Literal["", "duplicate.content", "duplicate.identity"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A delivery of the company as this rule sees it. `sender` is the SFTP user, or the person at a page."""

    id: UUID
    number: int
    sha256: str
    name: str
    sender: UUID | None
    environment: Environment
    received_at: datetime
    keys: Collection[str] = ()
    state: DeliveryState = DeliveryState.RECEIVED


#: Past the look at duplicates: whoever is looked at afterwards stands behind these, whichever came first.
_PASSED: Final = (
    DeliveryState.AWAITING_APPROVAL, DeliveryState.HOLDING, DeliveryState.ACCEPTED, DeliveryState.PROCESSING,
    DeliveryState.PROCESSED, DeliveryState.FAILED,
)  # fmt: skip
#: Whoever sends the same again after this does what the receipt asked for, and repeats nothing that counts.
_CAME_TO_NOTHING: Final = (*NEVER_COUNTED, DeliveryState.FAILED)


def retry_of(*, new: Sent, earlier: Iterable[Sent]) -> Sent | None:
    """The delivery that a client's own retry repeats: same bytes, user and name within fifteen minutes.

    The first one stands for all of them: a client that never heard our answer asks again. One that came to nothing
    stands for none: a file that was taken back, refused or damaged at our end is sent again because it is to count.
    """
    found = [
        one
        for one in earlier
        if one.number < new.number
        and one.state not in _CAME_TO_NOTHING
        and (one.sha256, one.name, one.sender, one.environment) == (new.sha256, new.name, new.sender, new.environment)
        and timedelta() <= new.received_at - one.received_at <= RETRY
    ]
    return min(found, key=lambda one: one.number, default=None)


def duplicate(*, new: Sent, earlier: Sequence[Sent], look_back: int) -> tuple[Verdict, Sent | None]:
    """What a human must look at first, and the earlier delivery. Same bytes count for `look_back` days.

    An earlier one that is still being looked at counts: of two with the same bytes the one with the lower number goes
    first. Identities are known by the look alone, so a later one counts, too, once it is past it.
    """
    others = [one for one in earlier if one.environment == new.environment and one.state not in NEVER_COUNTED]
    counted = [one for one in others if one.number < new.number]
    since = new.received_at - timedelta(days=look_back)
    same = [one for one in counted if one.sha256 == new.sha256 and one.received_at >= since]
    if same:
        return "duplicate.content", max(same, key=lambda one: one.number)
    known = set(new.keys)
    passed = [one for one in others if one.number > new.number and one.state in _PASSED]
    again = [one for one in (*counted, *passed) if known & set(one.keys)]
    if again:
        return "duplicate.identity", max(again, key=lambda one: one.number)
    return "", None
