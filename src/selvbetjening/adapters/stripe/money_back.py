"""What Stripe says of money that goes back: refunds and disputes (gateways.md 2.3, 2.5). Pure."""

from collections.abc import Mapping
from typing import Any, Final

from selvbetjening.adapters.stripe.facts import Reading, at, id_of, money
from selvbetjening.adapters.stripe.failures import refund_failure
from selvbetjening.adapters.stripe.marks import is_marked, mark
from selvbetjening.domain.payments.ports import Fact, FactKind, Failure

REFUNDS: Final[Mapping[str, FactKind]] = {
    "pending": "refund_pending",
    "requires_action": "refund_pending",
    "succeeded": "refund_succeeded",
    "failed": "refund_failed",
    "canceled": "refund_failed",
}
#: States in which the bank has decided, and whether the money is gone.
CLOSED: Final[Mapping[str, bool]] = {"won": False, "prevented": False, "lost": True}
#: An inquiry: the bank asks, and no money moves. It ends by itself, or the same object becomes a dispute.
INQUIRY: Final = "warning_"


def refund_facts(refund: Mapping[str, Any], reading: Reading) -> tuple[Fact, ...]:
    """A refund of ours, or one that somebody made at Stripe of a payment of ours (its intent must be expanded)."""
    reference = mark(refund, name="refund_ref", account=reading.account)
    kind = REFUNDS.get(refund["status"])
    if kind is None or not (reference or _of_ours(refund, reading)):
        return ()
    return (
        reading.fact(
            kind, refund,
            amount=money(refund["amount"], refund["currency"]),
            reference=reference,
            of_payment=id_of(refund.get("payment_intent")),
            failure=refund_failure(refund.get("failure_reason")) if kind == "refund_failed" else None,
        ),
    )  # fmt: skip


def dispute_facts(dispute: Mapping[str, Any], reading: Reading) -> tuple[Fact, ...]:
    """A payment of ours that its cardholder objects to. One that is lost carries a failure with the code `lost`.

    An inquiry says nothing, neither while it runs nor when it ends: only a dispute takes money.
    """
    if not _of_ours(dispute, reading) or str(dispute["status"]).startswith(INQUIRY):
        return ()
    told: dict[str, Any] = {
        "amount": money(dispute["amount"], dispute["currency"]),
        "of_payment": id_of(dispute.get("payment_intent")),
    }
    moved = sorted(at(each["created"]) for each in dispute.get("balance_transactions") or () if each.get("created"))
    taken = moved[0] if moved else at(dispute.get("created"))  # an inquiry may be weeks older than the dispute
    opened = reading.fact("dispute_opened", dispute, occurred_at=taken, **told)
    lost = CLOSED.get(dispute["status"])
    if lost is None:
        return (opened,)
    failure = Failure(kind="declined", retry="never", code="lost") if lost else None
    ended = {"key": dispute["status"], "failure": failure, "occurred_at": moved[-1] if moved else taken}
    return (opened, reading.fact("dispute_closed", dispute, **ended, **told))


def _of_ours(data: Mapping[str, Any], reading: Reading) -> bool:
    intent = data.get("payment_intent")
    return isinstance(intent, Mapping) and is_marked(intent, account=reading.account)
