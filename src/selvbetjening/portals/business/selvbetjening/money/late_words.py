"""Late payment in the operator's words: why a reminder goes out or does not, and where a claim stands."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERDICTS: Final[dict[str, str | Promise]] = {
    "send": _("A reminder is sent"),
    "off": _("None: reminders are switched off"),
    "account": _("None: the account gets no reminders"),
    "method": _("None: customers with this way of paying are not reminded"),
    "paid": _("None: the invoice is paid"),
    "disputed": _("None: all that is left is disputed"),
    "deferred": _("None: the customer has deferred"),
    "plan": _("None: an instalment plan is kept"),
    "handed_over": _("None: handed over to collection"),
    "lapsed": _("None: the claim has lapsed (COL-2)"),
    "paused": _("None: its payment was taken back, and you have not decided yet"),
    "all_sent": _("None: all letters are sent"),
    "not_yet": _("Not yet"),
    "collecting": _("None: a charge of the card is planned, or a payment is on its way"),
}
FREED: Final[dict[str, str | Promise]] = {
    "DUN-1": _("at most 100 kr. each"),
    "DUN-2": _("at most three fees, and none after a broken plan"),
    "DUN-3": _("ten days between fees"),
    "DUN-4": _("no second or third fee while something is disputed"),
}
COLLECTING: Final[dict[str, str | Promise]] = {
    "": _("Ready for collection"),
    "paid": _("Paid"),
    "disputed": _("Disputed"),
    "deferred": _("Deferred"),
    "plan": _("Instalment plan"),
    "no_demand": _("The demand is not sent yet"),
    "deadline": _("The deadline of the demand runs"),
    "lapsed": _("Lapsed"),
    "handed_over": _("Handed over"),
    "collecting": _("Charged by card: a try is planned, or a payment is on its way"),
}
AGES: Final[dict[str, str | Promise]] = {"": "", "soon": _("Lapses within six months"), "lapsed": _("Lapsed")}
MISSING: Final[dict[str, str | Promise]] = {
    "creditor": _("the company's name"),
    "creditor_address": _("the company's address"),
    "debtor": _("the customer's name"),
    "way_to_pay": _("how to pay: fill in the payment details of the company"),
}
CLAIMS: Final[dict[str, str | Promise]] = {
    "fee": _("Reminder fee"),
    "interest": _("Interest"),
    "compensation": _("Compensation"),
    "collection": _("Collection fee"),
}
DISPUTE_STATES: Final[dict[str, str | Promise]] = {
    "open": _("Waits for your answer"),
    "answered": _("Waits for the customer"),
    "accepted": _("Accepted"),
    "partly": _("Partly accepted"),
    "rejected": _("Turned down"),
    "withdrawn": _("Taken back"),
}
DISPUTE_REASONS: Final[dict[str, str | Promise]] = {
    "not_ordered": _("Not ordered"),
    "not_received": _("Not received"),
    "faulty": _("Something is wrong with it"),
    "wrong_price": _("The price is wrong"),
    "already_paid": _("Paid already"),
    "other": _("Something else"),
}
DISPUTE_REFUSED: Final[dict[str, str | Promise]] = {
    "text": _("Write an answer."),
    "too_long": _("Write at most 2,000 characters."),
    "card_number": _("This looks like a card number. Remove it."),
    "too_many_messages": _("There are very many messages here already."),
    "closed": _("The dispute is over."),
    "part": _("Write more than nothing, and less than the amount that is disputed and not credited yet."),
    "new_due_on": _("The new last day to pay is at least ten days from today."),
}
