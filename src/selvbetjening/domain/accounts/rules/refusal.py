"""How an act of this app says no."""


class Refused(Exception):
    """The act cannot be done. `reason` is a code that a door puts into words; `field` is where it belongs."""

    def __init__(self, reason: str, *, field: str = "") -> None:
        super().__init__(reason)
        self.reason, self.field = reason, field
