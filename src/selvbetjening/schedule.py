"""One page: at this time, do that."""

from procrastinate import App


def register(app: App) -> None:
    """Tell the worker what comes round by the clock."""
