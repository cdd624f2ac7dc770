"""Reading Stripe's objects again, by the kind that their id tells (G1, G6)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

import stripe

from selvbetjening.adapters.stripe import facts, marks, money_back
from selvbetjening.adapters.stripe.client import Seen, seen
from selvbetjening.adapters.stripe.facts import Reading
from selvbetjening.domain.payments.ports import Fact

_INTENT: Final = ["payment_method", "latest_charge"]
_PAGE: Final = 100
#: How far behind the youngest an order whose answer was lost is looked for, in seconds: it is given up sooner.
_WINDOW: Final = 72 * 3600


def read(client: stripe.StripeClient, external_ref: str, *, account: str) -> tuple[Fact, ...]:
    """What is so of the object now; nothing for an object that is not ours, or of a kind we do not know."""
    work = _READERS.get(external_ref.partition("_")[0])
    return work(client, external_ref, account) if work else ()


def _session(client: stripe.StripeClient, id: str, account: str) -> tuple[Fact, ...]:
    kind = "setup_intent.payment_method"
    paying = [f"payment_intent.{name}" for name in _INTENT]
    one = client.v1.checkout.sessions.retrieve(id, params={"expand": [kind, *paying]})
    return session_told(client, seen(one), account=account)


def session_told(client: stripe.StripeClient, read: Seen, *, account: str) -> tuple[Fact, ...]:
    """A session's facts, and those of the refunds of its payment."""
    intent = read.data.get("payment_intent")
    reading = Reading(account, read.sha256)
    told = facts.session_facts(read.data, reading)
    return told + _given_back(client, intent, account) if isinstance(intent, Mapping) else told


def _intent(client: stripe.StripeClient, id: str, account: str) -> tuple[Fact, ...]:
    one = seen(client.v1.payment_intents.retrieve(id, params={"expand": list(_INTENT)}))
    return intent_told(client, one, account=account)


def intent_told(client: stripe.StripeClient, read: Seen, *, account: str) -> tuple[Fact, ...]:
    """A payment's facts, and those of its refunds."""
    told = facts.payment_facts(read.data, Reading(account, read.sha256))
    return told + _given_back(client, read.data, account)


def _given_back(client: stripe.StripeClient, intent: facts.Data, account: str) -> tuple[Fact, ...]:
    """The refunds of a payment of ours, which are asked for only where there are some."""
    charge = intent.get("latest_charge")
    given = charge.get("amount_refunded") if isinstance(charge, Mapping) else 0
    if not given or not marks.is_marked(intent, account=account):
        return ()
    page = seen(client.v1.refunds.list(params={"payment_intent": intent["id"], "limit": _PAGE}))
    reading = Reading(account, page.sha256)
    told = [money_back.refund_facts({**one, "payment_intent": intent}, reading) for one in page.data["data"]]
    return tuple(fact for found in reversed(told) for fact in found)


def _setup(client: stripe.StripeClient, id: str, account: str) -> tuple[Fact, ...]:
    one = seen(client.v1.setup_intents.retrieve(id, params={"expand": ["payment_method"]}))
    return facts.setup_facts(one.data, Reading(account, one.sha256))


def _method(client: stripe.StripeClient, id: str, account: str) -> tuple[Fact, ...]:
    one = seen(client.v1.payment_methods.retrieve(id))
    return facts.method_facts(one.data, Reading(account, one.sha256))


def _customer(client: stripe.StripeClient, id: str, account: str) -> tuple[Fact, ...]:
    one = seen(client.v1.customers.retrieve(id))
    return facts.customer_facts(one.data, Reading(account, one.sha256))


def _refund(client: stripe.StripeClient, id: str, account: str) -> tuple[Fact, ...]:
    one = seen(client.v1.refunds.retrieve(id, params={"expand": ["payment_intent"]}))
    return money_back.refund_facts(one.data, Reading(account, one.sha256))


def _dispute(client: stripe.StripeClient, id: str, account: str) -> tuple[Fact, ...]:
    one = seen(client.v1.disputes.retrieve(id, params={"expand": ["payment_intent"]}))
    return money_back.dispute_facts(one.data, Reading(account, one.sha256))


Reader = Callable[[stripe.StripeClient, str, str], tuple[Fact, ...]]
_READERS: Final[Mapping[str, Reader]] = {
    "cs": _session, "pi": _intent, "seti": _setup, "pm": _method, "cus": _customer, "re": _refund, "dp": _dispute,
    "du": _dispute,
}  # fmt: skip


def by_reference(client: stripe.StripeClient, reference: str, *, account: str) -> tuple[Fact, ...]:
    """The facts of an order whose answer was lost, by our reference; nothing where Stripe has none of it.

    A page for a payer whose address never reached us was shown to nobody: it is not looked for.
    """
    if reference.startswith("R"):
        for refund in _young(_refunds(client)):
            if marks.mark(refund.data, name="refund_ref", account=account) == reference:
                return _refund(client, refund.data["id"], account)
        return ()
    for intent in _young(_intents(client, {})):
        if marks.mark(intent.data, name="attempt", account=account) == reference:
            return _intent(client, intent.data["id"], account)
    return ()


def _young(found: Iterable[Seen]) -> Iterator[Seen]:
    """All of the window, however many: one that is not found is taken for never made."""
    youngest = None
    for each in found:  # the youngest comes first
        made = int(each.data["created"])
        youngest = made if youngest is None else youngest
        if made < youngest - _WINDOW:
            return
        yield each


def recent(client: stripe.StripeClient, *, since: datetime, account: str) -> tuple[Fact, ...]:
    """Payments and refunds of ours that were made since then, newest first."""
    begins = int(since.timestamp())
    told: list[Fact] = []
    for intent in _intents(client, {"created": {"gte": begins}}):
        told += facts.payment_facts(intent.data, Reading(account, intent.sha256))
    for refund in _refunds(client):
        if int(refund.data["created"]) < begins:
            break
        told += money_back.refund_facts(refund.data, Reading(account, refund.sha256))
    return tuple(told)


def _intents(client: stripe.StripeClient, wanted: stripe.params.PaymentIntentListParams) -> Iterable[Seen]:
    def page(after: str) -> stripe.ListObject[stripe.PaymentIntent]:
        params: stripe.params.PaymentIntentListParams = {**wanted, "limit": _PAGE}
        if after:
            params["starting_after"] = after
        return client.v1.payment_intents.list(params=params)

    return _paged(page)


def _refunds(client: stripe.StripeClient) -> Iterable[Seen]:
    def page(after: str) -> stripe.ListObject[stripe.Refund]:
        params: stripe.params.RefundListParams = {"limit": _PAGE}
        if after:
            params["starting_after"] = after
        return client.v1.refunds.list(params=params)

    return _paged(page)


def _paged(page: Callable[[str], stripe.StripeObject]) -> Iterable[Seen]:
    after, more = "", True
    while more:
        got = seen(page(after))
        for one in got.data["data"]:
            yield Seen(one, got.sha256)
            after = one["id"]
        more = bool(got.data.get("has_more")) and bool(got.data["data"])
