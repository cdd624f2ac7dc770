"""What may be recorded as a payment. Pure."""

from selvbetjening.kernel.money import Money

LONGEST_REFERENCE = 80


class Refused(Exception):
    """Nothing was changed; `reason` is `amount`, `reference`, `reference_used`, `balance`, `closed`,
    `registration`, `account_number`, `currency`, `too_much` (more than is left of a payment), `not_by_card` (it did not
    come by card) or `by_card` (a card refund of it runs).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def check_payment(*, amount: Money, reference: str) -> None:
    """An amount above nothing, and a reference of its own. Raises `Refused`."""
    if amount.minor <= 0:
        raise Refused("amount")
    if not 0 < len(reference.strip()) <= LONGEST_REFERENCE:
        raise Refused("reference")
