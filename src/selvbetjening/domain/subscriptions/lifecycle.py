"""States of a subscription and the moves between them."""

from enum import StrEnum

from selvbetjening.kernel.lifecycle import Lifecycle


class State(StrEnum):
    """`cancelled` still runs to its last day; `ended` does not run any more."""

    ACTIVE = "active"
    CANCELLED = "cancelled"
    ENDED = "ended"


LIFECYCLE = Lifecycle(
    name="subscription",
    states=State,
    initial=State.ACTIVE,
    moves={
        (State.ACTIVE, "cancel"): State.CANCELLED,
        (State.CANCELLED, "reactivate"): State.ACTIVE,
        (State.CANCELLED, "end"): State.ENDED,
    },
)
