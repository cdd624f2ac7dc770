"""What waits for a second person's yes (BM-04): a rule of approval, and an order about a mandate."""

from typing import Any
from uuid import UUID, uuid4

from selvbetjening.domain.directdebit.actions.order_mandates import order_mandate
from selvbetjening.domain.directdebit.rules.written import BankDetails
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests import directdebit as debit


def approval_rule_of(firm: Any, pbs_number: str = "12345678") -> str:
    rule = {"kind": "always", "amount": 0, "count": 0, "new_share": 100, "account": False, "approvers": 1}
    rules = {f"betalingsservice/{each}": rule for each in ("12345678", pbs_number)}
    choose(firm.id, values={"files_approval_rules": rules}, actor=SYSTEM, at=clock.now())
    return f"betalingsservice-{pbs_number}"


def batch_of(firm: Any) -> UUID:
    """An order about a mandate that waits for a second person."""
    at = clock.now()
    mine = debit.agreement(firm.id, at=at, role="external", data_supplier=debit.pbs_number())
    approval_rule_of(firm, mine.pbs_number)
    order = order_mandate(
        firm.id, agreement=mine.id, customer_number=uuid4().hex[:12].upper(), agreed_at=at,
        details=BankDetails(identity="99999993", branch="9999", account="9876543"), actor=SYSTEM, at=at,
    )  # fmt: skip
    assert order.batch_id
    return UUID(str(order.batch_id))
