"""What happens by itself once its time has come."""

from selvbetjening.portals.sandbox.gateways.state import Due, Row, State
from selvbetjening.portals.sandbox.gateways.stripe import intents, refunds, sessions
from selvbetjening.portals.sandbox.gateways.stripe.cards import FUNDS, GENERIC
from selvbetjening.portals.sandbox.gateways.stripe.context import Caller, by_itself


def happen(state: State, due: Due) -> None:
    """Do it, unless something else has come between."""
    table = {"stripe.expire": sessions.KIND, "stripe.settle": "payment_intent", "stripe.dispute": "payment_intent"}
    row = state.find(f"stripe.{table.get(due.what, 'refund')}", due.about)
    if row is None:
        return
    caller = by_itself(state, row)
    if due.what == "stripe.expire" and row.data["status"] == "open":
        sessions.expire_now(caller, row)
    elif due.what == "stripe.settle" and row.data["status"] == "processing":
        _settle(caller, row)
    elif due.what == "stripe.dispute":
        refunds.dispute(caller, row)
    elif due.what == "stripe.refund_succeeds":
        refunds.succeed(caller, row)
    elif due.what == "stripe.refund_fails":
        refunds.fail(caller, row)


def _settle(caller: Caller, row: Row) -> None:
    ends = row.hidden.get("ends")
    if ends == "succeeds":
        intents.succeed(caller, row)
    else:
        intents.fail(caller, row, FUNDS if ends == "insufficient_funds" else GENERIC)
    sessions.settled(caller, row)
