"""The domain's codes in words: why an act was refused, and the way out; who somebody is before the law (PTY-1)."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PARTY_TYPES: Final[dict[str, Promise]] = {
    "consumer": _("Private person"),
    "business": _("Company"),
    "public": _("Public institution"),
}

REFUSALS: Final[dict[str, Promise]] = {
    "cancelled": _("The subscription is cancelled. Take the cancellation back first, then you can change it."),
    "already_cancelled": _("The subscription is cancelled already. Nothing more needs to be done."),
    "not_cancelled": _("The subscription is not cancelled, so there is nothing to take back."),
    "ended": _("The subscription has ended. You can start a new one instead."),
    "end_reached": _("The subscription has reached its last day. You can start a new one instead."),
    "same_terms": _("The subscription is on these terms already."),
    "already_scheduled": _("This change is planned already."),
    "other_currency": _("The plan is in another currency. Cancel this subscription and order the other plan instead."),
    "plan_not_offered": _("The plan is not offered any more. Choose another one."),
    "nothing_scheduled": _("There is no planned change any more."),
    "quantity": _("The quantity must be a whole number from 1 to 10,000."),
}
UNKNOWN: Final = _("It is not possible right now. Nothing was changed.")


def refusal(reason: str) -> Promise:
    """The sentence for a reason code; one that fits every act for a code that has none yet."""
    return REFUSALS.get(reason, UNKNOWN)
