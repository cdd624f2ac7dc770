"""The states of a dispute, an instalment plan (CM-06), an attempt to pay and a collection by card, and their moves."""

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


class AttemptState(StrEnum):
    """`made`: our row is written, the gateway may not know of it. `open`: the payer is on the gateway's page, or the
    order was sent. `pending`: the gateway works on it. `unknown`: no answer came. The rest is over."""

    MADE = "made"
    OPEN = "open"
    PENDING = "pending"
    UNKNOWN = "unknown"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    NEEDS_CUSTOMER = "needs_customer"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


LIVE_ATTEMPT: Final = (AttemptState.MADE, AttemptState.OPEN, AttemptState.PENDING, AttemptState.UNKNOWN)

#: Money that came in is money that came in: success is believed from every state, and nothing leads out of it (G4).
ATTEMPT: Final = Lifecycle(
    name="attempt",
    states=AttemptState,
    initial=AttemptState.MADE,
    moves={
        **{(state, "send"): AttemptState.OPEN for state in (AttemptState.MADE, AttemptState.UNKNOWN)},
        **{(state, "wait"): AttemptState.PENDING for state in LIVE_ATTEMPT if state != "pending"},
        **{(state, "lose"): AttemptState.UNKNOWN for state in (AttemptState.MADE, AttemptState.OPEN)},
        **{(state, "succeed"): AttemptState.SUCCEEDED for state in AttemptState if state != "succeeded"},
        **{(state, "fail"): AttemptState.FAILED for state in LIVE_ATTEMPT},
        **{(state, "ask"): AttemptState.NEEDS_CUSTOMER for state in LIVE_ATTEMPT},
        **{(state, "expire"): AttemptState.EXPIRED for state in LIVE_ATTEMPT},
        **{(state, "cancel"): AttemptState.CANCELLED for state in LIVE_ATTEMPT},
    },
)


class CollectionState(StrEnum):
    """`waiting` for its next day, `running` an attempt, `asking` the payer to confirm; the rest is over or rests."""

    WAITING = "waiting"
    RUNNING = "running"
    ASKING = "asking"
    DONE = "done"
    GIVEN_UP = "given_up"
    STOPPED = "stopped"


_GOING: Final = (CollectionState.WAITING, CollectionState.RUNNING, CollectionState.ASKING)

#: `resume` is a new card, or the payer's own "try again" (retry_payment).
COLLECTION: Final = Lifecycle(
    name="collection by card",
    states=CollectionState,
    initial=CollectionState.WAITING,
    moves={
        (CollectionState.WAITING, "run"): CollectionState.RUNNING,
        (CollectionState.RUNNING, "wait"): CollectionState.WAITING,
        (CollectionState.RUNNING, "ask"): CollectionState.ASKING,
        **{(state, "finish"): CollectionState.DONE for state in CollectionState if state != "done"},
        **{(state, "give_up"): CollectionState.GIVEN_UP for state in _GOING},
        **{(state, "stop"): CollectionState.STOPPED for state in (*_GOING, CollectionState.GIVEN_UP)},
        **{
            (state, "resume"): CollectionState.WAITING
            for state in (CollectionState.ASKING, CollectionState.GIVEN_UP, CollectionState.STOPPED)
        },
    },
)
