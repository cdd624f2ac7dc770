"""Whether a subscription may get this price of its own. Pure."""

from datetime import date

from selvbetjening.domain.billing.rules.facts import SubscriptionFacts
from selvbetjening.domain.contracts.rules.own import is_possible
from selvbetjening.domain.subscriptions.lifecycle import State
from selvbetjening.domain.subscriptions.rules import Refused
from selvbetjening.kernel.money import Money


def check_own_price(*, mine: SubscriptionFacts, minor: int | None, is_consumer: bool, today: date) -> None:
    """Whether it may cost so much a unit from what is not billed yet; None is the price of its terms again.

    A consumer's price does not rise so: that wants a notice, and a way out (CAN-6). Raises `Refused` (`ended`,
    `own_price`, `own_price_notice`).
    """
    if mine.state == State.ENDED:
        raise Refused("ended")
    check_amount(minor=minor, quantity=mine.quantity)
    if is_consumer and rises(mine=mine, minor=minor, today=today):
        raise Refused("own_price_notice")


def check_amount(*, minor: int | None, quantity: int) -> None:
    """Whether a unit of so many may cost so much at all. Raises `Refused` (`own_price`)."""
    if minor is not None and not is_possible(minor=minor, quantity=quantity):
        raise Refused("own_price")


def rises(*, mine: SubscriptionFacts, minor: int | None, today: date) -> bool:
    """Whether a full period would cost more on any day from today on; of a quantity of none, one unit."""
    own, quantity = None if minor is None else Money(minor, mine.terms.currency), max(1, mine.quantity)
    after = mine.terms.at(own)
    # Contracts are what makes the price of one day another than that of the next.
    edges = (day for one in (mine.terms.sold or mine.terms).contracts for day in (one.starts_on, one.ends_on) if day)
    days = {today, *(day for day in edges if day > today)}
    return any(after.price_on(day, quantity) > mine.terms.price_on(day, quantity) for day in days)
