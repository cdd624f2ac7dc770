"""Why nothing was done with a card. Pure."""


class CardRefused(Exception):
    """Nothing was changed; `reason` is `disabled`, `expired`, `currency`, `no_gateway` or `method`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
