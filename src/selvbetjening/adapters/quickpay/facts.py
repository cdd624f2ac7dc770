"""What QuickPay's resources say is so (gateways.md 3.3, 3.4). Pure; `state` is a hint only, operations are true."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from selvbetjening.adapters.quickpay.failures import failure_of
from selvbetjening.adapters.quickpay.marks import mark, refund_marks
from selvbetjening.adapters.quickpay.values import EPOCH, Operation, mapping, moment, operations, text, whole, yes
from selvbetjening.domain.payments.ports import Fact, FactKind, Failure, Instrument, Mode
from selvbetjening.kernel.money import Money

Data = Mapping[str, Any]
GATEWAY: Final = "quickpay"
#: What takes money, or reserves it.
_TAKING: Final = ("authorize", "recurring")
#: Acquirers that tell of a payer who pays by MobilePay.
MOBILEPAY: Final = ("vmpepayment", "mobilepaysubscriptions")


@dataclass(frozen=True, slots=True)
class Reading:
    """For whom and when (by the gateway's clock) a resource was read.

    `reference` is given where it is known from elsewhere that the resource is ours.
    """

    account: str
    mode: Mode
    at: datetime
    sha256: str = ""
    reference: str = ""

    def reference_of(self, data: Data) -> str:
        """Our reference on the resource; empty where it is not ours."""
        return mark(data, account=self.account) or self.reference

    def fact(self, kind: FactKind, external_id: str, data: Data, *, key: str = "", **more: Any) -> Fact:
        """A fact; `key` tells apart what can be so of the resource more than once."""
        return Fact(**{
            "gateway": GATEWAY, "dedupe_key": ":".join(filter(None, (external_id, kind, key))), "kind": kind,
            "external_id": external_id, "occurred_at": moment(data.get("created_at")) or EPOCH,
            "mode": self.mode_of(data), "raw_sha256": self.sha256, **more,
        })  # fmt: skip

    def mode_of(self, data: Data) -> Mode:
        """Which world a resource belongs to. It shows only once a card was used: until then it is the account's."""
        if not operations(data):
            return self.mode
        return "test" if yes(data.get("test_mode")) else "live"


def ref(data: Data) -> str:
    """A resource as `fetch` reads it again: `payment:1234`, `subscription:1234`."""
    return f"{text(data.get('type')).lower() or 'payment'}:{data['id']}"


def payment_facts(payment: Data, reading: Reading) -> tuple[Fact, ...]:
    """A payment of ours, and the refunds of it. In an open window the payer may try another card (Q6)."""
    reference = reading.reference_of(payment)
    if not reference:
        return ()
    steps = operations(payment)
    taking = [step for step in steps if step.type in _TAKING]
    captures = [step for step in steps if step.type == "capture"]
    if not taking:
        return _left(payment, reading, reference)
    moving = [*taking[-1:], *captures]
    captured = [step for step in captures if step.approved]
    currency = text(payment.get("currency"))
    if captured and yes(payment.get("accepted")) and not any(step.pending for step in moving):
        amount = Money(sum(step.amount for step in captured), currency)
        paid = reading.fact(
            "payment_succeeded", ref(payment), payment, key=f"{amount.minor}{amount.currency}", amount=amount,
            reference=reference, occurred_at=captured[-1].at or EPOCH,
        )  # fmt: skip
        return (paid, *refund_facts(payment, steps, reading))
    amount = Money(taking[-1].amount, currency)
    failed = _failed(steps, taking[-1], captures)
    if any(step.pending for step in moving) or (taking[-1].approved and failed is None):
        return (reading.fact("payment_pending", ref(payment), payment, amount=amount, reference=reference),)
    if failed is None or failed.type == "authorize":
        return _left(payment, reading, reference)
    return (_failure(payment, failed, amount, reading, reference),)


def _failed(steps: Sequence[Operation], last: Operation, captures: Sequence[Operation]) -> Operation | None:
    """The step that ended it: a refused try, a refused capture, or a reservation that was given up."""
    if not last.approved:
        return last
    refused = [step for step in captures[-1:] if not step.pending and not step.approved]
    given_up = [step for step in steps if step.type == "cancel" and step.approved]
    return next(iter([*refused, *given_up]), None)


def _failure(payment: Data, step: Operation, amount: Money, reading: Reading, reference: str) -> Fact:
    failure = failure_of(step.data)
    if step.type == "cancel":
        failure = Failure(kind="aborted", retry="after_customer", code="cancel")
    kind: FactKind = "payment_needs_customer" if failure.kind == "authentication_required" else "payment_failed"
    return reading.fact(
        kind, ref(payment), payment, key=str(step.id), amount=amount, reference=reference, failure=failure,
        occurred_at=step.at or EPOCH,
    )  # fmt: skip


def _window_is_open(data: Data, reading: Reading) -> bool:
    """Whether the payer can still use the window; it closes by its deadline, or when its link is deleted."""
    deadline = moment(data.get("deadline_at"))
    return bool(mapping(data.get("link")).get("url")) and (deadline is None or reading.at < deadline)


def _left(data: Data, reading: Reading, reference: str) -> tuple[Fact, ...]:
    if _window_is_open(data, reading):
        return ()
    return (reading.fact("redirect_expired", ref(data), data, reference=reference),)


def refund_facts(payment: Data, steps: Sequence[Operation], reading: Reading) -> tuple[Fact, ...]:
    """Each refund, with our reference where we ordered it; others were made in QuickPay's own pages."""
    claimed = claims(payment, steps)
    told = []
    for step in steps:
        if step.type != "refund":
            continue
        kind: FactKind = "refund_succeeded" if step.approved else "refund_failed"
        failed = not step.pending and not step.approved
        told.append(reading.fact(
            "refund_pending" if step.pending else kind, f"refund:{payment['id']}:{step.id}", payment,
            amount=Money(step.amount, text(payment.get("currency"))), reference=claimed.get(step.id, ""),
            of_payment=ref(payment), failure=failure_of(step.data) if failed else None, occurred_at=step.at or EPOCH,
        ))  # fmt: skip
    return tuple(told)


def claims(payment: Data, steps: Sequence[Operation]) -> dict[int, str]:
    """Which refund is which of our orders: the first one after the mark was written that has its amount."""
    found: dict[int, str] = {}
    for reference, amount, after in refund_marks(payment):
        mine = (step for step in steps if step.type == "refund" and step.id > after and step.amount == amount)
        first = next((step for step in mine if step.id not in found), None)
        if first is not None:
            found[first.id] = reference
    return found


def subscription_facts(subscription: Data, reading: Reading) -> tuple[Fact, ...]:
    """A saved card, one that is gone, or a window that was left."""
    reference = reading.reference_of(subscription)
    if not reference:
        return ()
    if is_cancelled(subscription):
        return (
            reading.fact("instrument_disabled", ref(subscription), subscription, instrument=card_of(subscription)),
        )  # fmt: skip
    if is_saved(subscription):
        return (
            reading.fact(
                "instrument_saved", ref(subscription), subscription, reference=reference,
                instrument=card_of(subscription), occurred_at=operations(subscription)[-1].at or EPOCH,
            ),
        )  # fmt: skip
    if any(step.pending for step in operations(subscription)):
        return ()
    return _left(subscription, reading, reference)


def is_saved(subscription: Data) -> bool:
    """Accepted, with the last authorisation approved."""
    tries = [step for step in operations(subscription) if step.type in ("authorize", "subscribe")]
    return yes(subscription.get("accepted")) and bool(tries) and tries[-1].approved


def is_cancelled(subscription: Data) -> bool:
    """Whether nothing can be charged any more."""
    gone = any(step.type == "cancel" and step.approved for step in operations(subscription))
    return gone or text(subscription.get("state")) == "cancelled"


def card_of(subscription: Data) -> Instrument:
    """The saved card. A payer who chose MobilePay in the window has that instead, whatever was asked for."""
    metadata, acquirer = mapping(subscription.get("metadata")), text(subscription.get("acquirer"))
    return Instrument(
        external_id=ref(subscription),
        brand=text(metadata.get("brand")),
        last4=text(metadata.get("last4")),
        exp_month=whole(metadata.get("exp_month")),
        exp_year=whole(metadata.get("exp_year")),
        fingerprint=text(metadata.get("hash")),
        country=text(metadata.get("country"))[:3],
        method="mobilepay" if acquirer in MOBILEPAY else "card",
    )
