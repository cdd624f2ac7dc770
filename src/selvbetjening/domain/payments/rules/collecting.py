"""Whether and when an invoice is charged to a saved card (gateways.md section 1, CD-04, S9). Pure; Copenhagen days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

#: `accounts.CollectionMethod.PAYMENT_CARD`.
CARD: Final = "payment_card"
#: A charge that is too small for the gateway waits with this reason for the account's next invoice (S9).
LEAST: Final = "least"
MOST_MANUAL_TRIES: Final = 5

Verb = Literal["charge", "wait", "finish", "stop", "no_card"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How an invoice stands on the day its charge is due. Amounts in minor units.

    `now_minor` is everything unpaid and undisputed, fees and interest included; `due_on` the day that counts after
    deferral. `by_card`: it is still to be paid by card.
    """

    rest_minor: int
    now_minor: int
    due_on: date
    by_card: bool
    disputed: bool = False
    plan_kept: bool = False
    handed_over: bool = False
    has_card: bool = True


@dataclass(frozen=True, slots=True)
class Decision:
    """What is done: `charge`, `wait` until `next_on`, `finish`, `stop`, or say that there is `no_card`; and why."""

    verb: Verb
    reason: str = ""
    next_on: date | None = None


def by_card(*, method: str, party_type: str, card_ready: bool, on_no_card: str) -> bool:
    """Whether an invoice that is issued now says that a card is charged for it.

    A public body gets its e-invoice and pays it (EIN-1). Where no card can pay, the company's choice decides: the
    invoice is paid as one sent by mail, or the charge fails (CD-04).
    """
    if method != CARD or party_type == "public":
        return False
    return card_ready or on_no_card == "fail_and_remind"


def still_by_card(*, methods: Sequence[str], account_method: str) -> bool:
    """Whether an invoice that was to be charged still is: by one of its subscriptions, or by the account without any.

    A subscription's own method is empty where the account's counts.
    """
    return any((method or account_method) == CARD for method in (methods or [""]))


def decide(*, standing: Standing, today: date) -> Decision:
    """What becomes of a charge that is due today.

    What is disputed, deferred or in an instalment plan that is kept is left alone and looked at again tomorrow; what
    is paid or credited is done; what was handed over, or is paid in another way by now, is never charged.
    """
    tomorrow = today + timedelta(days=1)
    if standing.rest_minor <= 0 and standing.now_minor <= 0:
        return Decision("finish", "paid")
    if standing.handed_over:
        return Decision("stop", "handed_over")
    if not standing.by_card:
        return Decision("stop", "method")
    if standing.disputed:
        return Decision("wait", "disputed", tomorrow)
    if standing.plan_kept:
        return Decision("wait", "plan", tomorrow)
    if today < standing.due_on:
        return Decision("wait", "deferred", standing.due_on)
    return Decision("charge") if standing.has_card else Decision("no_card", "no_card")


def too_small(*, total_minor: int, least_minor: int, today: date) -> Decision | None:
    """S9: below what the gateway takes it waits for the account's next invoice; None where it is enough."""
    if total_minor >= least_minor:
        return None
    return Decision("wait", LEAST, today + timedelta(days=1))
