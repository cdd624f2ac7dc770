"""The states of an upload and of a delivery, and their moves (business-portal.md annex D.1)."""

from enum import StrEnum
from typing import Final

from selvbetjening.kernel.lifecycle import Lifecycle


class StagingState(StrEnum):
    """`settling`: whole as far as anybody can tell, delivered unless it is opened again; `waiting`: the same, but
    delivered by its marker or by a person's word; `staged`: whole, waits for a preview's "send". `aborted` and
    `incomplete` can be gone on with for a day; `removed`: the bytes are gone, or it was a marker."""

    RECEIVING = "receiving"
    ABORTED = "aborted"
    INCOMPLETE = "incomplete"
    SETTLING = "settling"
    WAITING = "waiting"
    STAGED = "staged"
    COMMITTED = "committed"
    REMOVED = "removed"


_S = StagingState
#: Bytes lie here that are no delivery yet.
OPEN_STAGING: Final = (_S.RECEIVING, _S.ABORTED, _S.INCOMPLETE, _S.SETTLING, _S.WAITING, _S.STAGED)

STAGING: Final = Lifecycle(
    name="staging",
    states=StagingState,
    initial=_S.RECEIVING,
    moves={
        (_S.RECEIVING, "abort"): _S.ABORTED,
        **{(state, "reopen"): _S.RECEIVING for state in OPEN_STAGING},
        **{(state, "lack"): _S.INCOMPLETE for state in (_S.RECEIVING, _S.SETTLING, _S.WAITING)},
        **{(state, "await"): _S.WAITING for state in (_S.RECEIVING, _S.SETTLING)},
        (_S.RECEIVING, "settle"): _S.SETTLING,
        (_S.RECEIVING, "stage"): _S.STAGED,
        **{(state, "commit"): _S.COMMITTED for state in (_S.RECEIVING, _S.SETTLING, _S.WAITING, _S.STAGED)},
        **{(state, "remove"): _S.REMOVED for state in OPEN_STAGING},
    },
)


class DeliveryState(StrEnum):
    """Annex D.1 from `received` on. What is partly accepted is `accepted` with refused records."""

    RECEIVED = "received"
    SCANNING = "scanning"
    QUARANTINED = "quarantined"
    VALIDATING = "validating"
    REJECTED = "rejected"
    HELD_DUPLICATE = "held_duplicate"
    AWAITING_APPROVAL = "awaiting_approval"
    HOLDING = "holding"
    ACCEPTED = "accepted"
    PROCESSING = "processing"
    PROCESSED = "processed"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    DUPLICATE_OF = "duplicate_of"


_D = DeliveryState
#: Here the next step is the machine's own; everywhere else a human, the clock or nobody moves it on.
AUTOMATIC: Final = (_D.RECEIVED, _D.SCANNING, _D.VALIDATING, _D.ACCEPTED, _D.PROCESSING)
#: Whoever may send may also take back from here: nothing has been done with it (BM-06).
UNDOABLE: Final = (_D.HELD_DUPLICATE, _D.AWAITING_APPROVAL, _D.HOLDING)
#: No scanner has looked yet.
UNSCANNED: Final = (_D.RECEIVED, _D.SCANNING)
#: Such an earlier delivery is no reason to hold a later one of the same content (annex D.3).
NEVER_COUNTED: Final = (_D.REJECTED, _D.WITHDRAWN, _D.QUARANTINED, _D.DUPLICATE_OF)

_DECIDED = {
    "reject": _D.REJECTED,
    "hold": _D.HELD_DUPLICATE,
    "ask": _D.AWAITING_APPROVAL,
    "wait": _D.HOLDING,
    "accept": _D.ACCEPTED,
}

DELIVERY: Final = Lifecycle(
    name="delivery",
    states=DeliveryState,
    initial=_D.RECEIVED,
    moves={
        (_D.RECEIVED, "scan"): _D.SCANNING,
        (_D.RECEIVED, "repeat"): _D.DUPLICATE_OF,
        (_D.SCANNING, "pass"): _D.VALIDATING,
        (_D.SCANNING, "quarantine"): _D.QUARANTINED,
        (_D.SCANNING, "reject"): _D.REJECTED,
        (_D.QUARANTINED, "release"): _D.VALIDATING,
        **{(_D.VALIDATING, verb): state for verb, state in _DECIDED.items()},
        **{(_D.HELD_DUPLICATE, verb): _DECIDED[verb] for verb in ("ask", "wait", "accept")},
        **{(_D.AWAITING_APPROVAL, verb): _DECIDED[verb] for verb in ("wait", "accept")},
        # A human decided after the deadline: what the check foretold holds no more.
        **{(state, "recheck"): _D.VALIDATING for state in (_D.HELD_DUPLICATE, _D.AWAITING_APPROVAL)},
        (_D.HOLDING, "accept"): _D.ACCEPTED,
        # Four eyes were switched on in the meantime (SEC-32).
        (_D.HOLDING, "ask"): _D.AWAITING_APPROVAL,
        **{(state, "withdraw"): _D.WITHDRAWN for state in UNDOABLE},
        (_D.ACCEPTED, "process"): _D.PROCESSING,
        (_D.PROCESSING, "finish"): _D.PROCESSED,
        (_D.PROCESSING, "fail"): _D.FAILED,
        (_D.FAILED, "process"): _D.PROCESSING,
        (_D.FAILED, "reject"): _D.REJECTED,
    },
)
