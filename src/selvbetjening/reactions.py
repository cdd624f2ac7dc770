"""One page: when this has happened, do that."""


def register() -> None:
    """Plug the reactions into the book. Called once, when every app is ready."""
