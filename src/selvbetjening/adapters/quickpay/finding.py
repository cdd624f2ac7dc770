"""Resources by our order ids, the charge of a saved card, and the refund of a payment: each at most once (G6)."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, Literal

from selvbetjening.adapters.quickpay import orders
from selvbetjening.adapters.quickpay.client import Answer, QuickPayClient, Refusal
from selvbetjening.adapters.quickpay.facts import claims
from selvbetjening.adapters.quickpay.marks import may_be_ours, refund_mark, refund_marks
from selvbetjening.adapters.quickpay.values import mapping, operations
from selvbetjening.domain.payments.ports import Failure, GatewayRefused, NotReached, RefundOrder
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.money import Money

Kind = Literal["payments", "subscriptions"]
#: Our order id is somebody else's there: nothing of ours was made.
TAKEN: Final = Failure(kind="bad_request", retry="never", code="order_id_taken")


@contextmanager
def was_ordered() -> Iterator[None]:
    """Once an order was sent, a refusal to read it says nothing of what it did (G6)."""
    try:
        yield
    except Refusal:
        raise NotReached("unread") from None
    except GatewayRefused as refused:
        if refused.failure is TAKEN:
            raise
        raise NotReached("unread") from None


def number(external_ref: str) -> str:
    """QuickPay's own number in one of our external references: `payment:1234`, or `1234`."""
    return external_ref.split(":")[1] if ":" in external_ref else external_ref


def find(client: QuickPayClient, kind: Kind, *, order_id: str, account: str) -> tuple[Answer, dict[str, Any] | None]:
    """The resource with this order id, if there is one. Raises `GatewayRefused` where it is not ours."""
    answer = client.get(f"/{kind}", order_id=order_id)
    found = [one for one in answer.data or [] if one.get("order_id") == order_id]
    if not found:
        return answer, None
    if not may_be_ours(found[0], account=account):
        raise GatewayRefused(TAKEN)
    return answer, found[0]


def make(client: QuickPayClient, kind: Kind, body: Mapping[str, Any], *, account: str) -> dict[str, Any]:
    """The resource of an order, new or made before."""
    try:
        return mapping_of(client.send("POST", f"/{kind}", body))
    except Refusal as refused:
        if not refused.is_taken:
            raise
    found = find(client, kind, order_id=body["order_id"], account=account)[1]
    if found is None:
        raise GatewayRefused(TAKEN)
    return found


def mapping_of(answer: Answer) -> dict[str, Any]:
    """The resource of an answer. Raises `NotReached` for an answer without one."""
    found = dict(mapping(answer.data))
    if "id" not in found:
        raise NotReached("no_resource")
    return found


def take(
    client: QuickPayClient,
    *,
    subscription: str,
    reference: str,
    amount: Money,
    text: str,
    account: str,
    notices: str,
    mobilepay: bool,
) -> Answer:
    """The payment that is charged to a saved card: the one that was made before, else a new one.

    Two at once: `order_id` lets one through, the other reads it. Raises `Refusal` where the card cannot be charged.
    """
    looked, found = find(client, "payments", order_id=reference, account=account)
    if found is not None:
        return Answer(found, looked.sha256, looked.at)
    body = orders.recurring(
        reference=reference, amount=amount, text=text, account=account, mobilepay=mobilepay,
        today=copenhagen_day(looked.at),
    )  # fmt: skip
    try:
        made = client.send("POST", f"/subscriptions/{number(subscription)}/recurring", body, notices=notices)
        if "id" in mapping(made.data):
            return made
    except Refusal as refused:
        if not refused.is_taken:
            raise
    # Some answers lack the payment (MobilePay names it in a header only): it is found by its order id.
    with was_ordered():
        looked, found = find(client, "payments", order_id=reference, account=account)
    if found is None:
        raise NotReached("no_resource")
    return Answer(found, looked.sha256, looked.at)


def give_back(client: QuickPayClient, order: RefundOrder, *, account: str) -> tuple[Answer, int]:
    """The payment after its refund was ordered, and the refund's operation. The same reference again orders nothing.

    A refund there carries no reference: the order is written into the payment's variables first.
    """
    path = f"/payments/{number(order.payment)}"
    read = client.get(path)
    payment = mapping_of(read)
    if done := _claimed(payment, order.reference):
        return read, done
    if order.reference not in {reference for reference, _, _ in refund_marks(payment)}:
        after = max((step.id for step in operations(payment)), default=0)
        noted = refund_mark(reference=order.reference, amount=order.amount.minor, after=after)
        variables = {"account": account, **mapping(payment.get("variables"))}
        client.send("PATCH", path, {"variables": {**variables, **noted}})
    try:
        answer = client.send("POST", f"{path}/refund", {"amount": order.amount.minor}, notices=order.notices)
    except (Refusal, GatewayRefused):
        # Nothing was ordered: the note must not claim a later refund.
        client.send("PATCH", path, {"variables": dict(mapping(payment.get("variables")))})
        raise
    made = _claimed(mapping(answer.data), order.reference)
    if not made:
        with was_ordered():
            answer = client.get(path)
        made = _claimed(mapping_of(answer), order.reference)
    return answer, made


def _claimed(payment: Mapping[str, Any], reference: str) -> int:
    mine = claims(payment, operations(payment))
    return next((step for step, claimed in mine.items() if claimed == reference), 0)
