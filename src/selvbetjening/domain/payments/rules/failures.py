"""Why a card could not be charged, and what to do, in words for the payer (gateways.md sections 2.4 and 3.3). Pure."""

from typing import Final

from selvbetjening.kernel.wording import gettext_noop

#: There are cards that could pay, but each has expired: nothing is asked of a gateway.
ONLY_EXPIRED: Final = "only_expired"
#: What happened.
HAPPENED: Final[dict[str, str]] = {
    "declined": gettext_noop("Your bank said no to the payment."),
    "insufficient_funds": gettext_noop("There was not enough money on the account behind the card."),
    "no_card": gettext_noop("There is no card that can be charged."),
    ONLY_EXPIRED: gettext_noop("The card has expired."),
    "card_expired": gettext_noop("The card has expired."),
    "lost_or_stolen": gettext_noop("Your bank has blocked the card."),
    "invalid_card": gettext_noop("The card's details are not right."),
    "limit": gettext_noop("The card's limit is reached."),
    "fraud_block": gettext_noop("The payment was stopped as unsafe."),
    "authentication_required": gettext_noop("Your bank wants you to confirm the payment."),
    "card_removed": gettext_noop("The card is no longer saved at the payment company."),
    "card_suspended": gettext_noop("The card is closed for payments at the moment."),
    "authorisation_expired": gettext_noop("The payment was not finished in time."),
    "aborted": gettext_noop("The payment was broken off."),
    "bad_request": gettext_noop("The payment could not be made because of a fault on our side."),
    "config_error": gettext_noop("The payment could not be made because of a fault on our side."),
    "gateway_error": gettext_noop("The payment company could not carry out the payment."),
    "rate_limited": gettext_noop("The payment company could not carry out the payment."),
}
#: What the payer can do, by what helps.
NEW_CARD: Final = gettext_noop("Use another card.")
CONFIRM: Final = gettext_noop("Confirm the payment.")
SAME_AGAIN: Final = gettext_noop("Try again, or use another card.")
NOTHING: Final = gettext_noop("You need do nothing: we try again.")


def happened(*, kind: str) -> str:
    """The sentence's msgid; an unknown kind is a bank's no."""
    return HAPPENED.get(kind, HAPPENED["declined"])


def to_do(*, kind: str, asks_new_card: bool, tried_again: bool) -> str:
    """What helps: a new card, a confirmation, another try; nothing where the fault is ours and it is tried again."""
    if kind == "authentication_required":
        return CONFIRM
    if asks_new_card:
        return NEW_CARD
    ours = kind in ("bad_request", "config_error", "gateway_error", "rate_limited")
    return NOTHING if ours and tried_again else SAME_AGAIN
