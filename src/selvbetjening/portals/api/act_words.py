"""Why an act on a subscription is refused, in words for who calls the API, and at which field."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.subscriptions.rules import Refused
from selvbetjening.portals.api.errors import ACROSS, invalid

ACT_WORDS: Final[dict[str, tuple[str, str | Promise]]] = {
    "other_currency": ("terms", _("The terms are in another currency than the subscription.")),
    "same_terms": (ACROSS, _("The subscription has these terms and this quantity already.")),
    "already_scheduled": (ACROSS, _("This change is planned already.")),
    "quantity": ("quantity", _("The terms are not sold in this quantity.")),
    "quantity_minimum": ("quantity", _("The quantity is below the least that the terms are sold in.")),
    "quantity_maximum": ("quantity", _("The quantity is above the most that the terms are sold in.")),
    "quantity_step": ("quantity", _("The terms are sold in steps; this quantity is between two of them.")),
    "own_price": ("custom_price", _("The price is below nothing, or more than 100,000,000.00 for one period.")),
    "own_price_notice": (
        "custom_price",
        _("A consumer is told of a higher price first (CAN-6), so it cannot be set so. Move to other terms instead."),
    ),
    "starts_in_the_past": ("start_date", _("The day must be today or later.")),
    "starts_too_late": ("start_date", _("The day must be within ten years.")),
    "committed": ("cancellation_type", _("The subscription is bound until later: cancel it at its renewal instead.")),
    "kind_not_offered": ("cancellation_type", _("The subscription cannot be cancelled in this way.")),
    "cancelled": (ACROSS, _("The subscription is cancelled.")),
    "ended": (ACROSS, _("The subscription has ended.")),
    "paused": (ACROSS, _("The subscription is paused.")),
    "change_day": ("date", _("The day must lie after the subscription begins, and within ten years.")),
    "change_invoiced": (ACROSS, _("The planned change is invoiced already. Change it at once, or after the renewal.")),
    "nothing_scheduled": (ACROSS, _("No change is planned.")),
    "seller_incomplete": (
        ACROSS,
        _("The company's CVR number, name or address is missing, so nothing can be invoiced."),
    ),
    "exchange_rate": (ACROSS, _("The rate of exchange is missing. Add it under Rules.")),
    "not_a_business": ("terms", _("The terms are sold to companies only.")),
    "account_archived": ("account", _("The account is archived, so nothing begins on it. Take it out of the archive.")),
    "no_vat_number": ("terms", _("The terms need the account's VAT number.")),
}


def refusal_words(reason: str) -> str:
    """Why, in words."""
    return str(ACT_WORDS.get(reason, (ACROSS, reason))[1])


@contextmanager
def act_refusals() -> Iterator[None]:
    """Turn a refused act into a 400 at its field."""
    try:
        yield
    except Refused as refused:
        field, words = ACT_WORDS.get(refused.reason, (ACROSS, refused.reason))
        raise invalid({field: str(words)}, code=refused.reason) from refused
