"""Reading QuickPay's resources again, and starting the payment of a card that was saved while paying (3.4)."""

from datetime import datetime
from typing import Any

from selvbetjening.adapters.quickpay.client import Answer, QuickPayClient, Refusal
from selvbetjening.adapters.quickpay.facts import (
    MOBILEPAY,
    Reading,
    is_cancelled,
    is_saved,
    payment_facts,
    subscription_facts,
)
from selvbetjening.adapters.quickpay.finding import Kind, find, mapping_of, number, take
from selvbetjening.adapters.quickpay.marks import OURS, PAY_AND_SAVE, mark
from selvbetjening.adapters.quickpay.values import EPOCH, mapping, moment, text, whole
from selvbetjening.domain.payments.ports import Credentials, Fact
from selvbetjening.kernel.money import Money

_PAGE = 20


def reading_of(credentials: Credentials, answer: Answer, *, reference: str = "") -> Reading:
    """Who reads, and when."""
    return Reading(credentials.account, credentials.mode, answer.at, answer.sha256, reference)


def read(client: QuickPayClient, credentials: Credentials, external_ref: str) -> tuple[Fact, ...]:
    """What is so of the resource now; nothing for one that is not ours, or that QuickPay does not have."""
    kind: Kind = "subscriptions" if external_ref.startswith("subscription") else "payments"
    try:
        answer = client.get(f"/{kind}/{number(external_ref)}")
    except Refusal as refused:
        if refused.status == 404:
            return ()
        raise
    if kind == "subscriptions":
        return saved_card_told(client, credentials, answer, mapping_of(answer))
    return payment_told(client, credentials, answer, mapping_of(answer))


def by_reference(client: QuickPayClient, credentials: Credentials, reference: str) -> tuple[Fact, ...]:
    """The facts of an order whose answer was lost, by our reference: the payment, else the saved card."""
    if reference.startswith("F"):
        answer, found = find(client, "payments", order_id=reference, account=credentials.account)
        if found is not None:
            return payment_told(client, credentials, answer, found)
    order_id = reference if reference.startswith("S") else f"{reference}-S"
    answer, found = find(client, "subscriptions", order_id=order_id, account=credentials.account)
    return saved_card_told(client, credentials, answer, found) if found is not None else ()


def payment_told(
    client: QuickPayClient, credentials: Credentials, answer: Answer, payment: dict[str, Any]
) -> tuple[Fact, ...]:
    """A payment's facts. One that lost its own mark is ours where its saved card is."""
    reference, account = "", credentials.account
    source = whole(payment.get("subscription_id"))
    if not mark(payment, account=account) and source and OURS.fullmatch(text(payment.get("order_id"))):
        saved = mapping(client.get(f"/subscriptions/{source}").data)
        reference = text(payment["order_id"]) if mark(saved, account=account) else ""
    return payment_facts(payment, reading_of(credentials, answer, reference=reference))


def saved_card_told(
    client: QuickPayClient, credentials: Credentials, answer: Answer, subscription: dict[str, Any]
) -> tuple[Fact, ...]:
    """A saved card's facts; those of its first payment too, which is started here where it was not yet.

    Started at most once: its order id is the attempt's (G2, G6). Never for a card of the other world (G5).
    """
    reading = reading_of(credentials, answer)
    told = subscription_facts(subscription, reading)
    variables = mapping(subscription.get("variables"))
    reference = mark(subscription, account=credentials.account)
    if not reference or variables.get("kind") != PAY_AND_SAVE or not is_saved(subscription):
        return told
    if is_cancelled(subscription) or reading.mode_of(subscription) != credentials.mode:
        return told
    try:
        paid = take(
            client,
            subscription=str(subscription["id"]),
            reference=reference,
            amount=Money(whole(variables.get("amount")) or 0, text(subscription.get("currency"))),
            text=text(variables.get("text")),
            account=credentials.account,
            notices=text(mapping(subscription.get("link")).get("callback_url")),
            mobilepay=text(subscription.get("acquirer")) in MOBILEPAY,
        )
    except Refusal:
        return told
    return told + payment_told(client, credentials, paid, mapping_of(paid))


def recent(client: QuickPayClient, credentials: Credentials, *, since: datetime) -> tuple[Fact, ...]:
    """Payments of ours that were made since then, and their refunds, newest first."""
    told: list[Fact] = []
    page, more = 1, True
    while more:
        answer = client.get("/payments", page=page, page_size=_PAGE)
        listed = answer.data or []
        young = [one for one in listed if (moment(one.get("created_at")) or EPOCH) >= since]
        for payment in young:
            told += payment_facts(payment, reading_of(credentials, answer))
        page, more = page + 1, len(young) == _PAGE
    return tuple(told)
