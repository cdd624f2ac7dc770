"""The states of creditor agreements, mandates, collections and outputs, and their moves (betalingsservice.md 17.1)."""

from enum import StrEnum
from typing import Final

from selvbetjening.kernel.lifecycle import Lifecycle


class AgreementState(StrEnum):
    """`active` until it is ended; its PBS number is free for another company then."""

    ACTIVE = "active"
    ENDED = "ended"


AGREEMENT: Final = Lifecycle(
    name="creditor agreement",
    states=AgreementState,
    initial=AgreementState.ACTIVE,
    moves={(AgreementState.ACTIVE, "end"): AgreementState.ENDED},
)


class MandateState(StrEnum):
    """`pending` is registered on a banking day to come; an ended one says through whom (0232, 0233, 0234)."""

    PENDING = "pending"
    ACTIVE = "active"
    ENDED_BANK = "ended_bank"
    ENDED_CREDITOR = "ended_creditor"
    ENDED_BS = "ended_bs"


LIVE_MANDATE: Final = (MandateState.PENDING, MandateState.ACTIVE)

#: A customer who enrols again gets a new mandate: nothing leads out of an ended one.
MANDATE: Final = Lifecycle(
    name="mandate",
    states=MandateState,
    initial=MandateState.PENDING,
    moves={
        (MandateState.PENDING, "activate"): MandateState.ACTIVE,
        **{(state, "end_by_bank"): MandateState.ENDED_BANK for state in LIVE_MANDATE},
        **{(state, "end_by_creditor"): MandateState.ENDED_CREDITOR for state in LIVE_MANDATE},
        **{(state, "end_by_bs"): MandateState.ENDED_BS for state in LIVE_MANDATE},
    },
)


class CollectionState(StrEnum):
    """`received` may still be replaced or withdrawn; `scheduled` stands on the debtor's overview and is not paid.

    `completed` can be refused until the refusal period is over, `final` is final enough; a charge-back is believed
    at any time (U24). `unpaid` is a slip that nobody paid yet.
    """

    RECEIVED = "received"
    SCHEDULED = "scheduled"
    COMPLETED = "completed"
    FINAL = "final"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    CHARGED_BACK = "charged_back"
    UNPAID = "unpaid"
    SUPERSEDED = "superseded"


#: Not debited yet. Answers of an external Betalingsservice may come before we thought the day was there.
OPEN_COLLECTION: Final = (CollectionState.RECEIVED, CollectionState.SCHEDULED)
#: What stands for its customer and payment date: no second one beside it (betalingsservice.md 4).
STANDING_COLLECTION: Final = (
    *OPEN_COLLECTION,
    CollectionState.COMPLETED,
    CollectionState.FINAL,
    CollectionState.CHARGED_BACK,
    CollectionState.UNPAID,
)
#: What may still bring the money of an invoice.
COLLECTING_AN_INVOICE: Final = tuple(
    state for state in STANDING_COLLECTION if state is not CollectionState.CHARGED_BACK
)

COLLECTION: Final = Lifecycle(
    name="collection",
    states=CollectionState,
    initial=CollectionState.RECEIVED,
    moves={
        (CollectionState.RECEIVED, "schedule"): CollectionState.SCHEDULED,
        (CollectionState.RECEIVED, "replace"): CollectionState.SUPERSEDED,
        **{(state, "cancel"): CollectionState.CANCELLED for state in OPEN_COLLECTION},
        **{(state, "reject"): CollectionState.REJECTED for state in OPEN_COLLECTION},
        **{(state, "complete"): CollectionState.COMPLETED for state in (*OPEN_COLLECTION, CollectionState.UNPAID)},
        (CollectionState.SCHEDULED, "lapse"): CollectionState.UNPAID,
        (CollectionState.COMPLETED, "settle"): CollectionState.FINAL,
        # The refusal may be read before the payment that it takes back.
        **{
            (state, "charge_back"): CollectionState.CHARGED_BACK
            for state in (*OPEN_COLLECTION, CollectionState.COMPLETED, CollectionState.FINAL, CollectionState.UNPAID)
        },
    },
)


class OutputState(StrEnum):
    """`made` has its number and its rows; `kept` says that the bytes are stored where they can be fetched."""

    MADE = "made"
    KEPT = "kept"


OUTPUT: Final = Lifecycle(
    name="output",
    states=OutputState,
    initial=OutputState.MADE,
    moves={(OutputState.MADE, "keep"): OutputState.KEPT},
)


class OrderState(StrEnum):
    """`held` waits for a second person's yes (BM-04), `waiting` for its hour; `written` stands in a 0605; `done` was
    told by 0603, `refused` by 0621. `undone` never went out; of an `expired` one nothing was heard in time."""

    HELD = "held"
    WAITING = "waiting"
    WRITTEN = "written"
    DONE = "done"
    REFUSED = "refused"
    UNDONE = "undone"
    EXPIRED = "expired"


#: What is asked for, or may still be.
OPEN_ORDER: Final = (OrderState.HELD, OrderState.WAITING, OrderState.WRITTEN)


MANDATE_ORDER: Final = Lifecycle(
    name="mandate order",
    states=OrderState,
    initial=OrderState.HELD,  # one that nobody has to say yes to begins as `waiting`
    moves={
        (OrderState.HELD, "let"): OrderState.WAITING,
        (OrderState.WAITING, "write"): OrderState.WRITTEN,
        # The bank may tell of a mandate before we have written for it: somebody else asked too.
        **{(state, "finish"): OrderState.DONE for state in OPEN_ORDER},
        (OrderState.WRITTEN, "refuse"): OrderState.REFUSED,
        **{(state, "undo"): OrderState.UNDONE for state in (OrderState.HELD, OrderState.WAITING)},
        **{(state, "expire"): OrderState.EXPIRED for state in OPEN_ORDER},
    },
)


class BatchState(StrEnum):
    """Orders that one person made at once: `held` until enough others said yes, then `let`; `dropped` never go."""

    HELD = "held"
    LET = "let"
    DROPPED = "dropped"


ORDER_BATCH: Final = Lifecycle(
    name="order batch",
    states=BatchState,
    initial=BatchState.HELD,
    moves={(BatchState.HELD, "let"): BatchState.LET, (BatchState.HELD, "drop"): BatchState.DROPPED},
)


class ConnectionState(StrEnum):
    """A line to an external Betalingsservice is used until it is ended; another one is another row."""

    ACTIVE = "active"
    ENDED = "ended"


class SendingState(StrEnum):
    """`sending` was begun and may have come over; `refused` is for a person: another file has its name there."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"


SENDING: Final = Lifecycle(
    name="bank sending",
    states=SendingState,
    initial=SendingState.WAITING,
    moves={
        (SendingState.WAITING, "begin"): SendingState.SENDING,
        (SendingState.SENDING, "begin"): SendingState.SENDING,  # whoever began was killed
        (SendingState.SENDING, "put_off"): SendingState.WAITING,
        (SendingState.SENDING, "arrive"): SendingState.SENT,
        (SendingState.SENDING, "refuse"): SendingState.REFUSED,
        (SendingState.REFUSED, "retry"): SendingState.WAITING,
    },
)


class FetchedState(StrEnum):
    """`fetched` waits to be read; `repeated` has the bytes of one that was; `held` waits for a person (U3).

    `incomplete` ends too early and is not believed; `strange` is no delivery that we know what to do with (U20).
    """

    FETCHED = "fetched"
    READ = "read"
    REPEATED = "repeated"
    HELD = "held"
    INCOMPLETE = "incomplete"
    STRANGE = "strange"


FETCHED: Final = Lifecycle(
    name="fetched file",
    states=FetchedState,
    initial=FetchedState.FETCHED,
    moves={
        (FetchedState.FETCHED, "read"): FetchedState.READ,
        (FetchedState.FETCHED, "repeat"): FetchedState.REPEATED,
        (FetchedState.FETCHED, "hold"): FetchedState.HELD,
        (FetchedState.FETCHED, "miss"): FetchedState.INCOMPLETE,
        (FetchedState.FETCHED, "leave"): FetchedState.STRANGE,
        (FetchedState.HELD, "let"): FetchedState.FETCHED,  # somebody has looked, and a worker reads it
        (FetchedState.HELD, "leave"): FetchedState.STRANGE,  # somebody has looked, and puts it aside
    },
)
