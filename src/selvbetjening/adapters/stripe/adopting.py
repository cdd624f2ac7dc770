"""Cards that somebody else made at Stripe: read there, and given to the payer where they are nobody's yet."""

import hashlib
import re
from collections.abc import Callable
from typing import Final

import stripe

from selvbetjening.adapters.stripe.client import seen
from selvbetjening.adapters.stripe.facts import Data, instrument_of, mode_of
from selvbetjening.adapters.stripe.marks import mapping
from selvbetjening.domain.payments.ports import AdoptOrder, CardNotTaken, Instrument, Mode, Payer

_ID: Final = re.compile(r"(pm|tok|card|src)_[A-Za-z0-9_]{1,200}")
#: Makes the idempotency key of one act on one card.
Keyed = Callable[[str, str], stripe.RequestOptions]


def adopt(
    client: stripe.StripeClient, order: AdoptOrder, *, mode: Mode, keyed: Keyed, customer: Callable[[Payer, str], str]
) -> Instrument:
    """The card as one that can be charged. `customer` makes the payer there, under a reference of its own.

    Nothing is changed for a card that has a payer already: whose it is, is read. Raises `CardNotTaken`.
    """
    if not _ID.fullmatch(order.token):
        raise CardNotTaken("unknown")
    reference = "adopt-" + hashlib.sha256(f"{order.payer.account}:{order.token}".encode()).hexdigest()[:32]
    try:
        method = _method(client, order.token, keyed("method", reference))
        card = instrument_of(method)
        if mode_of(method) != mode:
            raise CardNotTaken("mode")
        if card is None:
            raise CardNotTaken("no_card")
        if card.customer_ref:
            _hold_payer(client, card.customer_ref, order.payer)
            return card
        owner = customer(order.payer, reference)
        given = seen(client.v1.payment_methods.attach(card.external_id, params={"customer": owner})).data
        return instrument_of(given) or card
    except stripe.CardError:
        raise CardNotTaken("declined") from None
    except stripe.InvalidRequestError:
        # Never there, used up, or taken from its payer before: it can never be charged.
        raise CardNotTaken("unknown") from None


def _method(client: stripe.StripeClient, token: str, options: stripe.RequestOptions) -> Data:
    if not token.startswith("tok_"):
        return seen(client.v1.payment_methods.retrieve(token)).data
    params: stripe.params.PaymentMethodCreateParams = {"type": "card", "card": {"token": token}}
    return seen(client.v1.payment_methods.create(params=params, options=options)).data


def _hold_payer(client: stripe.StripeClient, customer_ref: str, payer: Payer) -> None:
    """A payer that we made there says whose it is; one of the company's own program says nothing."""
    found = seen(client.v1.customers.retrieve(customer_ref)).data
    if found.get("deleted") is True:
        raise CardNotTaken("unknown")
    if mapping(found.get("metadata")).get("payer") not in (None, "", payer.account):
        raise CardNotTaken("other_payer")
