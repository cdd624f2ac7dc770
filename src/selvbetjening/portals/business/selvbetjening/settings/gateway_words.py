"""Card gateways in words: what is wrong with a connection, what did not fit, what differs."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, str | Promise]

PROBLEMS: Final[Words] = {
    "": _("All is well: the gateway answers and knows the key."),
    "unreached": _("The gateway does not answer. Try again in some minutes; look at its own page of its state."),
    "mode": _("The key is of the other kind: a test key for live payments, or the reverse. Connect it again."),
    "sealed": _("The keys cannot be opened with this installation's own key. Connect it again."),
    "config_error": _("The gateway does not know the key. Make a new one there and connect it again."),
    "rate_limited": _("The gateway got too many questions. Try again in some minutes."),
    "gateway_error": _("The gateway has a fault of its own. Try again in some minutes."),
    "bad_request": _("The gateway did not understand us. Tell whoever runs this installation."),
}
WRONG_KEYS: Final[Words] = {
    "api_key": _("This is not a key of this gateway. Copy the secret key whole."),
    "publishable": _("This is the publishable key (pk_…). Copy the secret key (sk_… or rk_…)."),
    "notice_secret": _("This is not the key that notices are signed with. For Stripe it begins with whsec_."),
    "mode": _("The key is of the other kind. A test key has _test_ in it, a live one _live_."),
}
MODES: Final[Words] = {"test": _("Test: no real money"), "live": _("Live: real money")}
PARKED: Final[Words] = {
    "amount": _("The amount is another than the one that was asked for"),
    "currency": _("The currency is another than the one that was asked for"),
    "mode": _("A test payment at a live connection, or the reverse"),
    "unknown_reference": _("It carries a reference that is not known here"),
    "too_much": _("More would leave than is left of the payment"),
    "twice": _("The same order was paid twice"),
    "closed": _("The refund that it carries out was closed in another way"),
    "reference_used": _("Its reference is booked with another amount"),
}
FACTS: Final[Words] = {
    "payment_succeeded": _("Payment"),
    "payment_pending": _("Payment under way"),
    "payment_failed": _("Payment that failed"),
    "payment_needs_customer": _("Payment that the payer must confirm"),
    "instrument_saved": _("Saved card"),
    "instrument_updated": _("Renewed card"),
    "instrument_disabled": _("Disabled card"),
    "refund_pending": _("Refund under way"),
    "refund_succeeded": _("Refund"),
    "refund_failed": _("Refund that failed"),
    "dispute_opened": _("Chargeback"),
    "dispute_closed": _("Decided chargeback"),
    "redirect_expired": _("Payment page that nobody used"),
}
CHARGEBACKS: Final[Words] = {
    "open": _("The bank has taken the money and has not decided"),
    "won": _("Decided for you: the money came back"),
    "lost": _("Decided for the cardholder"),
}
PAUSES: Final[Words] = {
    "chargeback": _("Chargeback"),
    "refund_outside": _("Refunded in the gateway's own pages"),
}
DIFFERENCES: Final[Words] = {
    "missing_here": _("At the gateway, not here"),
    "missing_there": _("Here, not at the gateway"),
    "other_amount": _("Another amount"),
}
WHAT: Final[Words] = {"payment": _("Payment"), "refund": _("Refund")}
