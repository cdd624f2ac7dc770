"""States of a subscription and the moves between them."""

from enum import StrEnum

from selvbetjening.kernel.lifecycle import Lifecycle


class State(StrEnum):
    """`paused` costs nothing until it is taken up; `cancelled` still runs to its last day; `ended` does not run."""

    ACTIVE = "active"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    ENDED = "ended"


LIFECYCLE = Lifecycle(
    name="subscription",
    states=State,
    initial=State.ACTIVE,
    moves={
        (State.ACTIVE, "cancel"): State.CANCELLED,
        (State.ACTIVE, "pause"): State.PAUSED,
        (State.PAUSED, "resume"): State.ACTIVE,
        (State.PAUSED, "cancel"): State.CANCELLED,
        (State.CANCELLED, "reactivate"): State.ACTIVE,
        (State.CANCELLED, "end"): State.ENDED,
    },
)
