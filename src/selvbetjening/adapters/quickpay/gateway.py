"""The port's calls, carried out at QuickPay."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Final

from selvbetjening.adapters.quickpay import adopting, finding, notices, orders, reading
from selvbetjening.adapters.quickpay.client import QuickPayClient, Refusal
from selvbetjening.adapters.quickpay.facts import is_cancelled, ref
from selvbetjening.adapters.quickpay.values import mapping, operations, yes
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
    PayOrder,
    Redirect,
    RefundOrder,
    Result,
    ResultKind,
    SaveOrder,
    Told,
)

CURRENCIES: Final = frozenset({"DKK", "EUR", "NOK", "SEK", "USD"})
_OUTCOMES: Final[Mapping[FactKind, ResultKind]] = {
    "payment_succeeded": "succeeded",
    "payment_pending": "pending",
    "payment_failed": "failed",
    "payment_needs_customer": "needs_customer",
    "refund_succeeded": "succeeded",
    "refund_pending": "pending",
    "refund_failed": "failed",
}


class QuickPayGateway:
    """One company's account at QuickPay; the contract is `payments.ports.CardGateway`'s."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials
        self._account = credentials.account
        self._client = QuickPayClient(credentials)

    def capabilities(self) -> Capabilities:
        return Capabilities(
            currencies=CURRENCIES, one_instrument_per_currency=True, least_minor=dict.fromkeys(CURRENCIES, 1)
        )

    def start_save(self, order: SaveOrder) -> Redirect:
        body = orders.saved_card(order, account=self._account)
        shown = orders.link(amount=0, returns=order.returns, language=order.payer.language, takes=False)
        with _ordered():
            return self._window("subscriptions", body, shown)

    def start_payment(self, order: PayOrder) -> Redirect:
        shown = orders.link(
            amount=order.amount.minor, returns=order.returns, language=order.payer.language, takes=not order.save
        )
        with _ordered():
            if order.save:
                return self._window("subscriptions", orders.saved_while_paying(order, account=self._account), shown)
            return self._window("payments", orders.payment(order, account=self._account), shown)

    def charge(self, order: ChargeOrder) -> Result:
        try:
            answer = finding.take(
                self._client,
                subscription=order.card.external_id,
                reference=order.reference,
                amount=order.amount,
                text=order.text,
                account=self._account,
                notices=order.notices,
                mobilepay=order.card.method == "mobilepay",
            )
            payment = finding.mapping_of(answer)
            with finding.was_ordered():
                told = reading.payment_told(self._client, self._credentials, answer, payment)
        except Refusal as refused:
            return self._not_charged(order.card, refused)
        except (NotReached, GatewayRefused) as trouble:
            return _troubled(trouble)
        return _result(ref(payment), told)

    def refund(self, order: RefundOrder) -> Result:
        try:
            answer, operation = finding.give_back(self._client, order, account=self._account)
            with finding.was_ordered():
                told = reading.payment_told(self._client, self._credentials, answer, finding.mapping_of(answer))
        except Refusal as refused:
            return Result(kind="failed", failure=_bad_request(refused))
        except (NotReached, GatewayRefused) as trouble:
            return _troubled(trouble)
        mine = tuple(fact for fact in told if operation and fact.reference == order.reference)
        # Without an operation of its own nothing is known of it: it may be sent again.
        return _result(mine[0].external_id if mine else "", mine)

    def disable(self, card: Instrument) -> Result:
        path = f"/subscriptions/{finding.number(card.external_id)}"
        try:
            try:
                after = self._client.send("POST", f"{path}/cancel", {}, synchronized=True)
            except Refusal as refused:
                if refused.status == 404:
                    return Result(kind="succeeded", external_ref=card.external_id)
                after = self._client.get(path)
                if not yes(mapping(after.data).get("accepted")):
                    return Result(kind="succeeded", external_ref=card.external_id)
        except (NotReached, GatewayRefused) as trouble:
            return _troubled(trouble, card.external_id)
        subscription = mapping(after.data)
        if is_cancelled(subscription):
            return Result(kind="succeeded", external_ref=card.external_id)
        if any(step.pending for step in operations(subscription)):
            return Result(kind="pending", external_ref=card.external_id)
        failure = Failure(kind="gateway_error", retry="later", code="cancel")
        return Result(kind="failed", external_ref=card.external_id, failure=failure)

    def fetch(self, external_ref: str, *, reference: str = "") -> tuple[Fact, ...]:
        with _ordered():
            if external_ref:
                return reading.read(self._client, self._credentials, external_ref)
            return reading.by_reference(self._client, self._credentials, reference) if reference[:1] in "FS" else ()

    def parse_webhook(self, headers: Mapping[str, str], body: bytes, *, at: datetime) -> Told | Ignored:
        return notices.parse(headers, body, credentials=self._credentials)

    def check(self) -> Mode:
        """The key is right. QuickPay has one host and one kind of key: the mode is what the company said."""
        with _ordered():
            self._client.get("/ping")
        return self._credentials.mode

    def recent(self, *, since: datetime) -> tuple[Fact, ...]:
        with _ordered():
            return reading.recent(self._client, self._credentials, since=since)

    def close_redirect(self, external_ref: str) -> tuple[Fact, ...]:
        """The window's link is deleted; what had begun in it is read."""
        kind = "subscriptions" if external_ref.startswith("subscription") else "payments"
        with _ordered():
            with suppress(Refusal):  # it was over already: what is so is read now
                self._client.send("DELETE", f"/{kind}/{finding.number(external_ref)}/link", {})
            return reading.read(self._client, self._credentials, external_ref)

    def adopt(self, order: AdoptOrder) -> tuple[Instrument, str]:
        return adopting.adopt(self._client, self._credentials, order)

    def _window(self, kind: finding.Kind, body: orders.Body, shown: orders.Body) -> Redirect:
        made = finding.make(self._client, kind, body, account=self._account)
        path = f"/{kind}/{made['id']}/link"
        try:
            answer = self._client.send("PUT", path, shown)
        except Refusal as refused:
            if kind == "payments" or shown["amount"] or "amount" not in refused.fields:
                raise
            answer = self._client.send("PUT", path, {**shown, "amount": orders.SHOWN})
        url = mapping(answer.data).get("url")
        if not url:
            raise NotReached("no_url")
        closes = answer.at + timedelta(seconds=orders.OPEN_FOR)
        return Redirect(url=str(url), external_ref=ref(made), expires_at=closes)

    def _not_charged(self, card: Instrument, refused: Refusal) -> Result:
        """The saved card was refused before any payment was made: gone, or cancelled, or the order is wrong."""
        failure = _bad_request(refused)
        removed = Failure(kind="card_removed", retry="never", ask_for_new_card=True, code=failure.code)
        if refused.status == 404:
            return Result(kind="failed", failure=removed)
        try:
            saved = mapping(self._client.get(f"/subscriptions/{finding.number(card.external_id)}").data)
        except (NotReached, GatewayRefused, Refusal):
            return Result(kind="failed", failure=failure)
        return Result(kind="failed", failure=removed if is_cancelled(saved) else failure)


@contextmanager
def _ordered() -> Iterator[None]:
    """What the gateway refused, in the port's words."""
    try:
        yield
    except Refusal as refused:
        raise GatewayRefused(_bad_request(refused)) from None


def _bad_request(refused: Refusal) -> Failure:
    return Failure(kind="bad_request", retry="never", code=refused.code)


def _result(external_ref: str, told: tuple[Fact, ...]) -> Result:
    """The facts of an order's own resource as its result; without one nothing is known of it yet."""
    if not told:
        return Result(kind="unknown", external_ref=external_ref)
    return Result(kind=_OUTCOMES[told[0].kind], external_ref=external_ref, failure=told[0].failure, facts=told)


def _troubled(trouble: NotReached | GatewayRefused, external_ref: str = "") -> Result:
    """No answer is `unknown`: money may have moved (G6); so is "too many": it is asked again soon. A refusal fails."""
    if isinstance(trouble, NotReached):
        failure = Failure(kind="gateway_error", retry="later", code=trouble.code)
        return Result(kind="unknown", external_ref=external_ref, failure=failure)
    kind: ResultKind = "unknown" if trouble.failure.kind == "rate_limited" else "failed"
    return Result(kind=kind, external_ref=external_ref, failure=trouble.failure)
