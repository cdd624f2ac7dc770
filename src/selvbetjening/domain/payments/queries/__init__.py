"""What may be asked about money: payments, balances, refunds. The organization first."""

from selvbetjening.domain.payments.queries.balance import (
    Good,
    Spent,
    balance,
    balances,
    credits_on,
    good_of,
    spent_of,
)
from selvbetjening.domain.payments.queries.paid import Paid, of_invoice
from selvbetjening.domain.payments.queries.refunds import open_refunds, refunds_of

__all__ = [
    "Good",
    "Paid",
    "Spent",
    "balance",
    "balances",
    "credits_on",
    "good_of",
    "of_invoice",
    "open_refunds",
    "refunds_of",
    "spent_of",
]
