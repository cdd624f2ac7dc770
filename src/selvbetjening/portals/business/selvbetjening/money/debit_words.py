"""Betalingsservice in words: what became of an invoice, and why a mandate belongs to nobody."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: The states of `billing.lifecycle.DebitState`.
STATES: Final[dict[str, Promise]] = {
    "waiting": _("Waits to be sent to Betalingsservice"),
    "asked": _("Sent to Betalingsservice"),
    "paid": _("Paid through Betalingsservice"),
    "rejected": _("Refused by the customer or the bank; no reason is told"),
    "cancelled": _("Not made: the mandate had ended"),
    "unpaid": _("The payment slip was not paid"),
    "charged_back": _("Taken back after payment; no reason is told"),
    "unanswered": _("Given up: Betalingsservice never answered"),
    "withdrawn": _("Taken back from Betalingsservice"),
    "stopped": _("Not sent to Betalingsservice"),
}
#: Why it was taken back, was not sent, or waits.
REASONS: Final[dict[str, Promise]] = {
    "paid": _("it was paid or credited"),
    "handed_over": _("it was handed over to collection"),
    "method": _("the customer pays in another way"),
    "mandate": _("the customer has no mandate"),
    "paused": _("it rests until you decide"),
    "card": _("a card is paying it"),
    "plan": _("it is paid in instalments"),
    "disputed": _("it is disputed"),
    "changed": _("the amount or the day changed"),
    "currency": _("Betalingsservice takes kroner only"),
    "far": _("the day is more than 90 days away"),
    "taken": _("the customer has other collections on the days around"),
    "elsewhere": _("it was taken back or replaced outside this page"),
    "no_mandate": _("the customer has no mandate"),
    "customer_number": _("the customer number cannot be used at Betalingsservice"),
    "amount": _("the amount cannot be collected"),
    "reference": _("the invoice's number cannot be written to Betalingsservice"),
    "text": _("the lines cannot be written to Betalingsservice"),
    "address": _("the customer's address is missing or cannot be written to Betalingsservice"),
}
TROUBLES: Final[dict[str, Promise]] = {
    "unknown": _("No account has this number."),
    "ambiguous": _("Several accounts come to this number."),
}
NOT_LINKED: Final[dict[str, Promise]] = {
    "taken": _("The mandate was linked to an account a moment ago."),
    "ended": _("The mandate is not active any more."),
    "number": _("The mandate's customer number is that of another account. Link it to that one."),
}


#: What an order about a mandate is doing, by its verb and its state.
ORDERS: Final[dict[tuple[str, str], Promise]] = {
    ("register", "held"): _("Waits until a second person has approved it"),
    ("end", "held"): _("Its end waits until a second person has approved it"),
    ("register", "waiting"): _("Waits to be sent to Betalingsservice"),
    ("register", "written"): _("Sent; the answer comes within some banking days"),
    ("register", "refused"): _("Refused"),
    ("end", "waiting"): _("Its end waits to be sent to Betalingsservice"),
    ("end", "written"): _("Its end is sent; the answer comes within some banking days"),
    ("end", "refused"): _("Its end was refused: call Betalingsservice"),
}
#: Why one that failed is not asked for again, beside `REASONS`.
_NOT_AGAIN: Final[dict[str, Promise]] = {
    "under_way": _("it is under way already"),
    "answered": _("Betalingsservice has answered meanwhile"),
    "not_failed": _("Betalingsservice never failed to collect it"),
    "slip": _("the customer has a payment slip for it, and can still pay that"),
    "mandate": _("the customer has no active mandate"),
}


def not_again(reason: str) -> str:
    """Why it cannot be collected again, in words."""
    return str(_NOT_AGAIN.get(reason) or REASONS.get(reason) or _("there is no day on which it can be"))


def why(reason: str) -> str:
    """In words; empty where there is nothing to say."""
    return str(REASONS[reason]) if reason in REASONS else ""
