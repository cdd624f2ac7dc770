"""What Stripe's objects say is so (gateways.md 2.3 and 2.5). Pure; objects are plain values as JSON knows them.

A payment's and a card's facts come from the intent, whether it was read by itself or inside its Checkout Session, so
that a fact has one `dedupe_key` whichever way it came.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from selvbetjening.adapters.stripe.failures import failure_of
from selvbetjening.adapters.stripe.marks import mark
from selvbetjening.domain.payments.ports import Fact, FactKind, Failure, Instrument, Mode
from selvbetjening.kernel.money import Money

Data = Mapping[str, Any]
GATEWAY: Final = "stripe"


@dataclass(frozen=True, slots=True)
class Reading:
    """For whom an object was read: our id of the gateway account, and the hash of the bytes."""

    account: str
    sha256: str = ""

    def fact(self, kind: FactKind, data: Data, *, key: str = "", **more: Any) -> Fact:
        """A fact about the object; `key` tells apart what can be so of it more than once."""
        return Fact(**{
            "gateway": GATEWAY, "dedupe_key": ":".join(filter(None, (data["id"], kind, key))), "kind": kind,
            "external_id": data["id"], "occurred_at": at(data.get("created")), "mode": mode_of(data),
            "raw_sha256": self.sha256, **more,
        })  # fmt: skip


def at(seconds: object) -> datetime:
    """An instant of Stripe's: Unix seconds, as a number or as text."""
    return datetime.fromtimestamp(int(str(seconds or 0)), UTC)


def mode_of(data: Data) -> Mode:
    """Which world an object belongs to."""
    return "live" if data.get("livemode") in (True, "true") else "test"


def money(amount: object, currency: object) -> Money:
    """An amount of Stripe's: minor units, currency in lower case."""
    return Money(int(str(amount or 0)), str(currency).upper())


def id_of(value: object) -> str:
    """The id of what may be expanded or not; empty where there is nothing."""
    if isinstance(value, Mapping):
        return str(value.get("id") or "")
    return str(value or "")


def payment_facts(intent: Data, reading: Reading, *, page_is_over: bool = False) -> tuple[Fact, ...]:
    """A PaymentIntent of ours. On an open page the payer may try another card: only then is a failure none."""
    reference = mark(intent, name="attempt", account=reading.account)
    if not reference:
        return ()
    amount = money(intent["amount"], intent["currency"])
    if intent["status"] == "succeeded":
        return (_paid(intent, reading, reference), *_saved_while_paying(intent, reading, reference))
    if intent["status"] in ("processing", "requires_capture"):
        return (reading.fact("payment_pending", intent, amount=amount, reference=reference),)
    if intent["metadata"].get("kind") == "pay" and not page_is_over:
        return ()
    failure = _failure(intent)
    if failure is None:
        return ()
    kind: FactKind = "payment_needs_customer" if failure.kind == "authentication_required" else "payment_failed"
    return (reading.fact(kind, intent, amount=amount, reference=reference, failure=failure),)


def _paid(intent: Data, reading: Reading, reference: str) -> Fact:
    charge = intent.get("latest_charge")
    paid_at = charge.get("created") if isinstance(charge, Mapping) else None
    amount = money(intent.get("amount_received"), intent["currency"])
    return reading.fact(
        "payment_succeeded", intent, key=f"{amount.minor}{amount.currency}", amount=amount, reference=reference,
        occurred_at=at(paid_at or intent.get("created")),
    )  # fmt: skip


def _failure(intent: Data) -> Failure | None:
    """Why a try ended; None where there was none. A cancelled intent keeps the reason that it had."""
    charge, error = intent.get("latest_charge"), intent.get("last_payment_error")
    if error:
        outcome = charge.get("outcome") if isinstance(charge, Mapping) else None
        return failure_of(error, blocked=(outcome or {}).get("type") == "blocked")
    if intent["status"] == "requires_action":
        return failure_of({"code": "authentication_required"})
    if intent["status"] == "canceled":
        return Failure(kind="aborted", retry="after_customer", code="canceled")
    return None


def _saved_while_paying(intent: Data, reading: Reading, reference: str) -> tuple[Fact, ...]:
    if not intent.get("setup_future_usage"):
        return ()
    return _saved(intent, reading, reference)


def setup_facts(intent: Data, reading: Reading) -> tuple[Fact, ...]:
    """A SetupIntent of ours: the card is saved, or nothing is so yet."""
    reference = mark(intent, name="save_ref", account=reading.account)
    if not reference or intent["status"] != "succeeded":
        return ()
    return _saved(intent, reading, reference)


def _saved(intent: Data, reading: Reading, reference: str) -> tuple[Fact, ...]:
    """Only a card that belongs to a customer can be charged later (gateways.md 2.3)."""
    method = intent.get("payment_method")
    card = instrument_of(method) if isinstance(method, Mapping) else None
    if card is None or not card.customer_ref:
        return ()
    return (
        reading.fact(
            "instrument_saved", intent, external_id=card.external_id, instrument=card, reference=reference
        ),
    )  # fmt: skip


def instrument_of(method: Data) -> Instrument | None:
    """A payment method as a saved card; None for what is no card."""
    if method.get("type") != "card":
        return None
    card = method.get("card") or {}
    return Instrument(
        external_id=method["id"],
        customer_ref=id_of(method.get("customer")),
        brand=str(card.get("brand") or ""),
        last4=str(card.get("last4") or ""),
        exp_month=_whole(card.get("exp_month")),
        exp_year=_whole(card.get("exp_year")),
        fingerprint=str(card.get("fingerprint") or ""),
        country=str(card.get("country") or ""),
    )


def _whole(value: object) -> int | None:
    text = str(value or "")
    return int(text) if text.isdigit() else None


def session_facts(session: Data, reading: Reading) -> tuple[Fact, ...]:
    """A Checkout Session of ours with its intent expanded."""
    name: Final = "save_ref" if session["mode"] == "setup" else "attempt"
    reference = mark(session, name=name, account=reading.account)
    if not reference:
        return ()
    if session["status"] == "expired":
        return (reading.fact("redirect_expired", session, reference=reference),)
    intent = session.get("setup_intent") if session["mode"] == "setup" else session.get("payment_intent")
    if session["status"] != "complete" or not isinstance(intent, Mapping):
        return ()
    if session["mode"] == "setup":
        return setup_facts(intent, reading)
    return payment_facts(intent, reading, page_is_over=True)


def method_facts(method: Data, reading: Reading) -> tuple[Fact, ...]:
    """A saved card as it is now: renewed by its bank, or taken from its customer, and never to be used again."""
    card = instrument_of(method)
    if card is None:
        return ()
    if not card.customer_ref:
        return (reading.fact("instrument_disabled", method, instrument=card),)
    key = f"{card.last4}:{card.exp_month}/{card.exp_year}"
    return (reading.fact("instrument_updated", method, key=key, instrument=card),)


def customer_facts(customer: Data, reading: Reading) -> tuple[Fact, ...]:
    """A payer who was deleted there took all cards along; `external_id` is the payer's."""
    if customer.get("deleted") is not True:
        return ()
    return (reading.fact("instrument_disabled", customer),)
