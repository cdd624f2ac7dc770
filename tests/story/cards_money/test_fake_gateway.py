"""The fake stands behind the port as the adapters do."""

from typing import Any

from selvbetjening.domain.payments.ports import RefundOrder
from selvbetjening.domain.payments.queries.gateways import adapter
from selvbetjening.kernel.money import Money
from tests import card_gateway, make


def test_a_lost_answer_is_read_again_and_the_same_order_is_one(database: str, settings: Any) -> None:
    """G6: no answer, and yet it was done: reading again finds it, and the same order again does nothing."""
    card_gateway.install(settings)
    account = card_gateway.connect(make.organization())
    book = card_gateway.book(account)
    book.script("refund", card_gateway.LOST)
    order = RefundOrder(reference="R000000001", payment="pay_1", amount=Money(100, "DKK"), notices="")
    assert adapter(account=account).refund(order).kind == "unknown"
    (fact,) = adapter(account=account).fetch("", reference="R000000001")
    assert (fact.kind, fact.amount, fact.of_payment) == ("refund_succeeded", Money(100, "DKK"), "pay_1")
    assert adapter(account=account).refund(order).kind == "succeeded"
    assert len(book.facts()) == 1
