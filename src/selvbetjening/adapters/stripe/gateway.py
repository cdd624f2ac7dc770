"""The port's calls, carried out at Stripe."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Final

import stripe

from selvbetjening.adapters.stripe import adopting, notices, orders, reading
from selvbetjening.adapters.stripe.client import client_for, said, seen, spoken
from selvbetjening.adapters.stripe.facts import Reading, at, id_of, payment_facts
from selvbetjening.adapters.stripe.failures import failure_of
from selvbetjening.adapters.stripe.marks import key
from selvbetjening.adapters.stripe.money_back import refund_facts
from selvbetjening.domain.payments.ports import (
    AdoptOrder,
    Capabilities,
    ChargeOrder,
    Credentials,
    Fact,
    FactKind,
    Failure,
    GatewayRefused,
    Ignored,
    Instrument,
    Mode,
    NotReached,
    Payer,
    PayOrder,
    Redirect,
    RefundOrder,
    Result,
    ResultKind,
    SaveOrder,
    Told,
)

#: The least that Stripe takes, in minor units (S9): less is collected with the next invoice.
LEAST: Final = {"DKK": 250, "EUR": 50, "NOK": 300, "SEK": 300, "USD": 50}
_OUTCOMES: Final[Mapping[FactKind, ResultKind]] = {
    "payment_succeeded": "succeeded",
    "payment_pending": "pending",
    "payment_failed": "failed",
    "payment_needs_customer": "needs_customer",
    "refund_succeeded": "succeeded",
    "refund_pending": "pending",
    "refund_failed": "failed",
}


class StripeGateway:
    """One company's account at Stripe; the contract is `payments.ports.CardGateway`'s."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials
        self._account = credentials.account
        self._client = client_for(credentials)

    def capabilities(self) -> Capabilities:
        return Capabilities(currencies=frozenset(LEAST), least_minor=LEAST)

    def start_save(self, order: SaveOrder) -> Redirect:
        with spoken():
            payer = self._customer(order.payer, order.reference)
            params = orders.save(order, customer_ref=payer, account=self._account)
            return self._page(params, act="save", reference=order.reference, payer=payer)

    def start_payment(self, order: PayOrder) -> Redirect:
        with spoken():
            payer = self._customer(order.payer, order.reference) if order.save else order.payer.customer_ref
            params = orders.pay(order, customer_ref=payer, account=self._account)
            return self._page(params, act="pay", reference=order.reference, payer=payer)

    def charge(self, order: ChargeOrder) -> Result:
        params = orders.charge(order, account=self._account)
        try:
            with spoken():
                options = self._key("charge", order.reference)
                try:
                    made = seen(self._client.v1.payment_intents.create(params=params, options=options))
                except stripe.CardError as declined:
                    return self._declined(declined)
        except (NotReached, GatewayRefused) as trouble:
            return _troubled(trouble)
        told = payment_facts(made.data, Reading(self._account, made.sha256))
        return self._given_up(_result(made.data["id"], told))

    def refund(self, order: RefundOrder) -> Result:
        params = orders.refund(order, account=self._account)
        try:
            with spoken():
                options = self._key("refund", order.reference)
                made = seen(self._client.v1.refunds.create(params=params, options=options))
        except (NotReached, GatewayRefused) as trouble:
            return _troubled(trouble)
        return _result(made.data["id"], refund_facts(made.data, Reading(self._account, made.sha256)))

    def disable(self, card: Instrument) -> Result:
        methods = self._client.v1.payment_methods
        try:
            with spoken():
                try:
                    methods.detach(card.external_id)
                except stripe.InvalidRequestError as refused:
                    # Gone, or taken from its owner before: what was wanted is so (CD-03).
                    if refused.http_status != 404 and id_of(methods.retrieve(card.external_id).customer):
                        raise
        except (NotReached, GatewayRefused) as trouble:
            return _troubled(trouble)
        return Result(kind="succeeded", external_ref=card.external_id)

    def fetch(self, external_ref: str, *, reference: str = "") -> tuple[Fact, ...]:
        with spoken():
            if external_ref:
                return reading.read(self._client, external_ref, account=self._account)
            if reference:
                return reading.by_reference(self._client, reference, account=self._account)
            return ()

    def parse_webhook(self, headers: Mapping[str, str], body: bytes, *, at: datetime) -> Told | Ignored:
        return notices.parse(headers, body, credentials=self._credentials, at=at)

    def check(self) -> Mode:
        with spoken():
            page = seen(self._client.v1.payment_intents.list(params={"limit": 1}))
        of_key: Mode = "live" if "_live_" in self._credentials.api_key[:8] else "test"
        of_payments = {"live" if one.get("livemode") else "test" for one in page.data["data"]}
        if of_payments - {of_key}:
            raise GatewayRefused(Failure(kind="config_error", retry="never", code="mode"))
        return of_key

    def recent(self, *, since: datetime) -> tuple[Fact, ...]:
        with spoken():
            return reading.recent(self._client, since=since, account=self._account)

    def close_redirect(self, external_ref: str) -> tuple[Fact, ...]:
        """A page is closed, and a charge that waits for its payer is cancelled (S2); what had ended stays so."""
        with spoken():
            try:
                if external_ref.startswith("cs_"):
                    self._client.v1.checkout.sessions.expire(external_ref)
                elif external_ref.startswith("pi_"):
                    self._client.v1.payment_intents.cancel(external_ref)
            except stripe.InvalidRequestError:
                pass  # it was over already: what is so is read now
            return reading.read(self._client, external_ref, account=self._account)

    def adopt(self, order: AdoptOrder) -> tuple[Instrument, str]:
        with spoken():
            mode = self._credentials.mode
            return adopting.adopt(self._client, order, mode=mode, keyed=self._key, customer=self._customer), ""

    def _key(self, act: str, reference: str) -> stripe.RequestOptions:
        return {"idempotency_key": key(act=act, reference=reference, account=self._account)}

    def _customer(self, payer: Payer, reference: str) -> str:
        if payer.customer_ref:
            return payer.customer_ref
        params = orders.customer(payer, account=self._account)
        return self._client.v1.customers.create(params=params, options=self._key("customer", reference)).id

    def _page(
        self, params: stripe.params.checkout.SessionCreateParams, *, act: str, reference: str, payer: str
    ) -> Redirect:
        made = self._client.v1.checkout.sessions.create(params=params, options=self._key(act, reference))
        if not made.url:
            raise NotReached("no_url")
        return Redirect(url=made.url, external_ref=made.id, expires_at=at(made.expires_at), customer_ref=payer)

    def _declined(self, declined: stripe.CardError) -> Result:
        """The intent that failed comes with the error; what it says is what a later reading would say."""
        error = said(declined)
        intent = error.get("payment_intent")
        if not isinstance(intent, dict):
            return Result(kind="failed", failure=failure_of(error))
        result = _result(str(intent.get("id") or ""), payment_facts(intent, Reading(self._account)))
        if result.kind == "unknown":
            return Result(kind="failed", external_ref=result.external_ref, failure=failure_of(error))
        return self._given_up(result)

    def _given_up(self, result: Result) -> Result:
        """A charge that needs its payer is made anew on a page: the intent that waits for her is cancelled (S2)."""
        if result.kind == "needs_customer":
            with suppress(stripe.StripeError):  # it can be confirmed by nobody: an open one does no harm
                self._client.v1.payment_intents.cancel(result.external_ref)
        return result


def _result(external_ref: str, told: tuple[Fact, ...]) -> Result:
    """The facts of an order's own object as its result; without one nothing is known of it yet."""
    if not told:
        return Result(kind="unknown", external_ref=external_ref)
    return Result(
        kind=_OUTCOMES[told[0].kind], external_ref=external_ref, failure=told[0].failure, facts=told
    )  # fmt: skip


def _troubled(trouble: NotReached | GatewayRefused) -> Result:
    """No answer is `unknown`: money may have moved (G6); so is "too many": it is asked again soon. A refusal fails."""
    if isinstance(trouble, NotReached):
        failure = Failure(kind="gateway_error", retry="later", code=trouble.code)
        return Result(kind="unknown", failure=failure)
    kind: ResultKind = "unknown" if trouble.failure.kind == "rate_limited" else "failed"
    return Result(kind=kind, failure=trouble.failure)
