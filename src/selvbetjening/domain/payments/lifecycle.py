"""The states of a dispute and of an instalment plan, and their allowed moves (CM-06)."""

from enum import StrEnum
from typing import Final

from selvbetjening.kernel.lifecycle import Lifecycle


class DisputeState(StrEnum):
    """`open` waits for the company, `answered` for the customer; both stop dunning. The rest is over."""

    OPEN = "open"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    PARTLY = "partly"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


_LIVE: Final = (DisputeState.OPEN, DisputeState.ANSWERED)

DISPUTE: Final = Lifecycle(
    name="dispute",
    states=DisputeState,
    initial=DisputeState.OPEN,
    moves={
        **{(state, "answer"): DisputeState.ANSWERED for state in _LIVE},
        **{(state, "reply"): DisputeState.OPEN for state in _LIVE},
        **{(state, "accept"): DisputeState.ACCEPTED for state in _LIVE},
        **{(state, "accept_part"): DisputeState.PARTLY for state in _LIVE},
        **{(state, "reject"): DisputeState.REJECTED for state in _LIVE},
        **{(state, "withdraw"): DisputeState.WITHDRAWN for state in _LIVE},
    },
)


class PlanState(StrEnum):
    """`kept` runs, `done` is paid, `broken` missed a part."""

    KEPT = "kept"
    DONE = "done"
    BROKEN = "broken"


PLAN: Final = Lifecycle(
    name="instalment plan",
    states=PlanState,
    initial=PlanState.KEPT,
    moves={(PlanState.KEPT, "finish"): PlanState.DONE, (PlanState.KEPT, "break"): PlanState.BROKEN},
)
