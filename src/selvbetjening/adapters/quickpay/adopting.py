"""Saved cards that somebody else made at QuickPay: read there, and changed in nothing."""

import re
from typing import Final

from selvbetjening.adapters.quickpay.client import QuickPayClient, Refusal
from selvbetjening.adapters.quickpay.facts import card_of, is_cancelled, is_saved
from selvbetjening.adapters.quickpay.finding import mapping_of
from selvbetjening.adapters.quickpay.reading import reading_of
from selvbetjening.adapters.quickpay.values import mapping, text
from selvbetjening.domain.payments.ports import AdoptOrder, CardNotTaken, Credentials, Instrument

_NUMBER: Final = re.compile(r"[1-9][0-9]{0,17}")


def adopt(client: QuickPayClient, credentials: Credentials, order: AdoptOrder) -> tuple[Instrument, str]:
    """The saved card, and the one currency that it pays. Raises `CardNotTaken`.

    One that carries our own mark was saved on a page of ours, for whom the notice says; nobody else takes it over.
    """
    if not _NUMBER.fullmatch(order.token):
        raise CardNotTaken("unknown")
    try:
        answer = client.get(f"/subscriptions/{order.token}")
    except Refusal:
        raise CardNotTaken("unknown") from None
    subscription = mapping_of(answer)
    if text(subscription.get("type")) != "Subscription" or is_cancelled(subscription) or not is_saved(subscription):
        raise CardNotTaken("unknown")
    if reading_of(credentials, answer).mode_of(subscription) != credentials.mode:
        raise CardNotTaken("mode")
    if mapping(subscription.get("variables")).get("account"):
        raise CardNotTaken("other_payer")
    return card_of(subscription), text(subscription.get("currency"))
