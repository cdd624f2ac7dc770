"""Stripe's events: kept for `GET events`, and sent where the endpoint listens to them (gateways.md 2.5)."""

from copy import deepcopy
from typing import Final

from selvbetjening.portals.sandbox.gateways import notices
from selvbetjening.portals.sandbox.gateways.exchange import Data
from selvbetjening.portals.sandbox.gateways.state import Row
from selvbetjening.portals.sandbox.gateways.stripe.context import Caller

VERSION: Final = "2026-10-28.endive"
KEPT: Final = 2000
SENT: Final = frozenset({
    "checkout.session.completed", "checkout.session.async_payment_succeeded", "checkout.session.async_payment_failed",
    "checkout.session.expired", "setup_intent.succeeded", "setup_intent.setup_failed", "payment_intent.succeeded",
    "payment_intent.processing", "payment_intent.requires_action", "payment_intent.payment_failed",
    "payment_method.automatically_updated", "payment_method.updated", "payment_method.detached", "customer.deleted",
    "charge.refunded", "refund.created", "refund.updated", "refund.failed", "charge.dispute.created",
    "charge.dispute.updated", "charge.dispute.funds_withdrawn", "charge.dispute.closed",
})  # fmt: skip
"""What an endpoint gets unless its account wants `every_event`."""


def emit(caller: Caller, what: str, row: Row, *, previous: Data | None = None) -> None:
    """Something happened to the object, which is told as it is now."""
    content: Data = {"object": deepcopy(row.data)}
    if previous is not None:
        content["previous_attributes"] = previous
    event = caller.add(
        "event", "evt", {
            "type": what, "api_version": VERSION, "livemode": row.data.get("livemode", False), "data": content,
            "pending_webhooks": 1, "request": dict(caller.request),
        },
    )  # fmt: skip
    kept = caller.state.tables["stripe.event"]
    if len(kept) > KEPT:
        del kept[next(iter(kept))]
    merchant = caller.state.merchants[caller.merchant]
    if merchant.every_event or what in SENT:
        notices.queue(
            caller.state, merchant=caller.merchant, about=row.data["id"], label=what, content=event.data,
        )  # fmt: skip
