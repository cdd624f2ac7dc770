"""The states of an invoice on its way through Betalingsservice, and their moves."""

from enum import StrEnum
from typing import Final

from selvbetjening.kernel.lifecycle import Lifecycle


class DebitState(StrEnum):
    """`waiting` is to be asked for, `asked` is with Betalingsservice; the others are how it ended.

    Only `asked` keeps other ways to pay away. `withdrawn` was taken back before the deadline, `stopped` was never asked
    for. `rejected` (0237), `cancelled` (0238, the mandate ended), `unpaid` (a slip that nobody paid), `charged_back`
    (0239) and `unanswered` (nothing was told, and somebody has given it up) leave the invoice open.
    """

    WAITING = "waiting"
    ASKED = "asked"
    PAID = "paid"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    UNPAID = "unpaid"
    CHARGED_BACK = "charged_back"
    UNANSWERED = "unanswered"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"


#: One of these at most for an invoice.
LIVE_DEBIT: Final = (DebitState.WAITING, DebitState.ASKED)
#: The payer's money did not come, or left again: payer and company are told.
FAILED_DEBIT: Final = (
    DebitState.REJECTED,
    DebitState.CANCELLED,
    DebitState.UNPAID,
    DebitState.CHARGED_BACK,
    DebitState.UNANSWERED,
)

DEBIT: Final = Lifecycle(
    name="invoice at Betalingsservice",
    states=DebitState,
    initial=DebitState.WAITING,
    moves={
        (DebitState.WAITING, "ask"): DebitState.ASKED,
        (DebitState.WAITING, "stop"): DebitState.STOPPED,
        (DebitState.ASKED, "withdraw"): DebitState.WITHDRAWN,
        (DebitState.ASKED, "reject"): DebitState.REJECTED,
        (DebitState.ASKED, "cancel"): DebitState.CANCELLED,
        (DebitState.ASKED, "lapse"): DebitState.UNPAID,
        (DebitState.ASKED, "give_up"): DebitState.UNANSWERED,
        # Money that came all the same, after everybody believed that it would not: it is never lost.
        **{
            (state, "pay"): DebitState.PAID
            for state in (
                DebitState.ASKED,
                DebitState.REJECTED,
                DebitState.CANCELLED,
                DebitState.UNPAID,
                DebitState.UNANSWERED,
                DebitState.WITHDRAWN,
            )
        },
        # The refusal may be read before the payment that it takes back.
        (DebitState.ASKED, "charge_back"): DebitState.CHARGED_BACK,
        (DebitState.PAID, "charge_back"): DebitState.CHARGED_BACK,
    },
)
