"""Operations whose time has come."""

from selvbetjening.portals.sandbox.gateways.quickpay import operations
from selvbetjening.portals.sandbox.gateways.state import Due, State


def happen(state: State, due: Due) -> None:
    """Finish the operation, unless somebody has waited for it already."""
    found = operations.found(state, due.about)
    if found is not None and found[1]["pending"]:
        operations.finish(state, *found)
