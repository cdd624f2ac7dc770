"""Money in words: what an entry is, how a repayment fares, how old a claim is."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, str | Promise]

REFUNDS: Final[Words] = {
    "made": _("Is being sent"),
    "sent": _("Sent to the gateway"),
    "pending": _("The gateway works on it"),
    "unknown": _("No answer yet: it is read again by itself"),
    "succeeded": _("Paid back"),
    "failed": _("Not paid back"),
    "came_back": _("Was paid back, and came back"),
}
ENTRIES: Final[Words] = {
    "invoice": _("Invoice"),
    "credit_note": _("Credit note"),
    "late_claim": _("Fee or interest"),
    "waiver": _("Fee or interest waived"),
    "payment": _("Payment"),
    "refund": _("Paid back"),
    "refund_failed": _("Repayment that came back"),
    "taken_back": _("Payment given back"),
    "chargeback": _("Chargeback"),
    "chargeback_won": _("Chargeback won"),
}
BUCKETS: Final[Words] = {
    "0": _("Not due yet"),
    "1-30": _("1 to 30 days"),
    "31-60": _("31 to 60 days"),
    "61-90": _("61 to 90 days"),
    "90+": _("More than 90 days"),
}
