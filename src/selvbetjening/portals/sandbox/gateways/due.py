"""Time passes: what is due happens, in its order."""

from selvbetjening.portals.sandbox.gateways.quickpay import due as quickpay
from selvbetjening.portals.sandbox.gateways.state import State
from selvbetjening.portals.sandbox.gateways.stripe import due as stripe


def tick(state: State) -> None:
    """Let everything happen whose time has come, and what follows at once from it."""
    with state.lock:
        changed = False
        while ripe := state.take_due():
            changed = True
            for one in ripe:
                state.happening = one.at
                try:
                    (quickpay if one.what.startswith("quickpay.") else stripe).happen(state, one)
                finally:
                    state.happening = None
        if changed:
            state.save()
