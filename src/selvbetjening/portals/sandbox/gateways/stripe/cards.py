"""Stripe's test cards (gateways.md 2.6) and what each does. Pure; no other card exists here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Situation = Literal["setup", "on_session", "off_session"]


@dataclass(frozen=True)
class Decline:
    """Why a card was refused, in Stripe's codes."""

    code: str
    decline_code: str | None = None
    advice_code: str | None = None


@dataclass(frozen=True)
class Card:
    """How one test card behaves.

    `authentication`: `never`; `once` until it was set up; `always` also when the customer is absent; `present` only
    when she is there. `declined` for what: any use, or payments only.
    """

    brand: str = "visa"
    authentication: Literal["never", "once", "always", "present"] = "never"
    decline: Decline | None = None
    declined: Literal["any", "payment"] = "any"
    refund: Literal["succeeded", "pending", "fails_later"] = "succeeded"
    disputed: bool = False


GENERIC: Final = Decline("card_declined", "generic_decline")
FUNDS: Final = Decline("card_declined", "insufficient_funds", "try_again_later")
AUTHENTICATION: Final = Decline("authentication_required", "authentication_required")
EXPIRED: Final = Decline("expired_card", "expired_card")

CARDS: Final[Mapping[str, Card]] = {
    "4242424242424242": Card(),
    "5555555555554444": Card("mastercard"),
    "4000002500003155": Card(authentication="once"),
    "4000002760003184": Card(authentication="always"),
    "4000003800000446": Card(authentication="present"),
    "4000008260003178": Card(authentication="once", decline=FUNDS, declined="payment"),
    "4000000000003220": Card(authentication="always"),
    "4000008400001629": Card(authentication="always", decline=GENERIC),
    "4000000000000341": Card(decline=GENERIC, declined="payment"),
    "4000000000000002": Card(decline=GENERIC),
    "4000000000009995": Card(decline=FUNDS),
    "4000000000009987": Card(decline=Decline("card_declined", "lost_card", "do_not_try_again")),
    "4000000000009979": Card(decline=Decline("card_declined", "stolen_card", "do_not_try_again")),
    "4000000000000069": Card(decline=EXPIRED),
    "4000000000000127": Card(decline=Decline("incorrect_cvc", "incorrect_cvc")),
    "4000000000000119": Card(decline=Decline("processing_error", "processing_error", "try_again_later")),
    "4000000000007726": Card(refund="pending"),
    "4000000000005126": Card(refund="fails_later"),
    "4000000000000259": Card(disputed=True),
}

NAMED: Final[Mapping[str, str]] = {
    "visa": "4242424242424242",
    "mastercard": "5555555555554444",
    "chargeCustomerFail": "4000000000000341",
    "chargeDeclined": "4000000000000002",
    "authenticationRequired": "4000002760003184",
    "authenticationRequiredOnSetup": "4000002500003155",
    "authenticationRequiredSetupForOffSession": "4000003800000446",
    **{number[-4:]: number for number in CARDS},
}
"""What stands behind `tok_…` and `pm_card_…`; the last four digits name every card, here only."""


SHOWN: Final = (
    ("4242424242424242", "approved"), ("5555555555554444", "approved"), ("4000002500003155", "secure"),
    ("4000002760003184", "secure_always"), ("4000000000000002", "declined"), ("4000000000009995", "funds"),
    ("4000000000000069", "expired"), ("4000000000000341", "later"), ("4000000000005126", "refund"),
)  # fmt: skip
"""What the hosted page tells of."""


def decide(
    card: Card, *, situation: Situation, set_up: bool, authenticated: bool, expired: bool
) -> Literal["ok", "authenticate"] | Decline:
    """What happens when the card is used; `set_up` says that its owner agreed to payments without her."""
    if card.authentication != "never" and not authenticated:
        if situation != "off_session":
            return "authenticate"
        if card.authentication == "always" or (card.authentication == "once" and not set_up):
            return AUTHENTICATION
    if expired:
        return EXPIRED
    if card.decline and (card.declined == "any" or situation != "setup"):
        return card.decline
    return "ok"
