"""accounts/{code}/subscribe/: this plan and no other (fenerum-api.md 5, T20)."""

from typing import Annotated, Any

from selvbetjening.domain.billing.actions.subscribe import subscribe
from selvbetjening.portals.api import values
from selvbetjening.portals.api.accounts import found_account
from selvbetjening.portals.api.act_words import act_refusals
from selvbetjening.portals.api.admission import allowed
from selvbetjening.portals.api.call import ApiRequest
from selvbetjening.portals.api.resource import Resource
from selvbetjening.portals.api.subscription_out import SubscriptionOut
from selvbetjening.portals.api.subscriptions import METHODS, shown, terms_of

resource = Resource("subscriptions", tag="accounts")


class SubscribeIn(values.Incoming):
    """What the account is to have."""

    terms: values.Reference
    quantity: values.Maybe[values.Number] = None
    collection_method: values.Maybe[Annotated[str, values.choice(*METHODS)]] = None


@resource.creates("accounts/{code}/subscribe/", SubscriptionOut)
def subscribe_account(request: ApiRequest, code: str, body: SubscribeIn) -> Any:
    """Start these terms today, end every other subscription today, and invoice what is left of it at once."""
    call = request.call
    allowed(call, right="subscriptions.cancel")  # it ends the others
    account, terms = found_account(call, code=code), terms_of(call, body.terms)
    with act_refusals():
        done = subscribe(
            call.here,
            account=account.id,
            terms=terms.id,
            quantity=1 if body.quantity is None else body.quantity,
            method=body.collection_method or "",
            actor=call.actor,
            at=call.at,
        )
    return shown(call, done.subscription)
