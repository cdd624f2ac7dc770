"""A company with a gateway, a customer whose invoices are paid by card, and what the gateway says afterwards."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from selvbetjening.domain.billing.actions.give_back import give_back_by_card, look_at_refund
from selvbetjening.domain.billing.actions.take_facts import take_facts
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.payments.actions.make_attempt import Wish, make_attempt
from selvbetjening.domain.payments.actions.redirect_payer import redirect_payer
from selvbetjening.domain.payments.models import (
    CardRefund,
    CollectionPause,
    GatewayAccount,
    GatewayFact,
    Payment,
    PaymentReversal,
    RefundTask,
)
from selvbetjening.domain.payments.ports import Fact, Returns
from selvbetjening.domain.payments.queries.entries import entries_of, sums_of
from selvbetjening.domain.payments.queries.ledger import vouchers
from selvbetjening.domain.payments.rules.postings import DEBTORS, postings, unbalanced
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.money import Money
from tests import card_gateway
from tests.card_book import Book
from tests.story.invoicing.books import CLERK, Books, books, line

AT = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
RETURNS = Returns(done="https://a.example/", cancelled="https://a.example/", notices="https://a.example/")
ALWAYS = {"first": date(2020, 1, 1), "last": date(2030, 12, 31)}


def kr(minor: int) -> Money:
    return Money(minor, "DKK")


@dataclass
class Till(Books):
    gateway: GatewayAccount

    @property
    def book(self) -> Book:
        return card_gateway.book(self.gateway)

    def paid(self, *invoices: Invoice, at: datetime = AT, tell: bool = True) -> str:
        """The invoices are paid on the gateway's page in one go; the gateway's id of the payment."""
        parts = [(each.id, self.invoice(each.id).outstanding) for each in invoices]
        wish = Wish(account=self.account.id, gateway_account=self.gateway.id, kind="pay", currency="DKK", parts=parts)
        attempt = make_attempt(self.organization, wish=wish, at=at)
        redirect_payer(
            self.organization,
            attempt=attempt.id,
            email="a@example.com",
            language="da",
            text="x",
            returns=RETURNS,
            at=at,
        )
        self.book.at = at
        fact = self.book.pay(attempt.reference)
        if tell:
            self.tell(fact, at=at)
        return fact.external_id

    def tell(self, *facts: Fact, at: datetime = AT) -> list[tuple[str, str]]:
        """The gateway says so; outcome and reason of what was new."""
        taken = take_facts(self.organization, gateway_account=self.gateway.id, facts=facts, at=at)
        return [(row.outcome, row.reason) for row in taken]

    def payment(self, external_id: str) -> Payment:
        with within(self.organization):
            return Payment.objects.get(reference=external_id)

    def refund(self, payment: Payment, minor: int, *, task: UUID | None = None, at: datetime = AT) -> CardRefund:
        """Ordered, and asked of the gateway."""
        made = give_back_by_card(self.organization, payment=payment.id, amount=kr(minor), task=task, actor=CLERK, at=at)
        self.book.at = at
        return look_at_refund(self.organization, refund=made.id, at=at)

    def rows(self, model: type[Any], **wanted: Any) -> list[Any]:
        with within(self.organization):
            return list(model.objects.filter(**wanted).order_by("id"))

    def reversals(self) -> list[tuple[str, int]]:
        found = self.rows(PaymentReversal)
        return sorted((row.reason, row.amount_minor) for row in found)

    def owed(self, *invoices: Invoice) -> list[int]:
        return [self.invoice(each.id).outstanding.minor for each in invoices]

    def good(self) -> int:
        return sum(each.minor for each in self.balance())

    def parked(self) -> list[str]:
        return [row.reason for row in self.rows(GatewayFact, outcome="parked")]

    def resting(self) -> list[UUID]:
        return [row.invoice_id for row in self.rows(CollectionPause, lifted_at=None)]

    def tasks(self) -> list[tuple[str, int]]:
        return sorted((row.state, row.amount_minor) for row in self.rows(RefundTask))

    def facts_named(self, name: str) -> list[dict[str, Any]]:
        return [event.data for event in self.rows(Event, name=name)]

    def agrees(self) -> None:
        """Entries, balances and the books say the same, and every voucher is balanced (BOK-2)."""
        with within(self.organization):
            entries = entries_of(self.organization, account=self.account.id)
            sums = sums_of(self.organization, account=self.account.id)
        for currency, rows in entries.items():
            total = sum(row.amount.minor for row in rows)
            assert rows[-1].left == Money(total, currency) == sums[currency].net, (rows, sums)
        debtors: Counter[str] = Counter()
        for voucher in vouchers(self.organization, **ALWAYS):
            lines = postings(voucher=voucher)
            assert unbalanced(lines=lines) == 0
            debtors[voucher.currency] += sum(each.minor for each in lines if each.account == DEBTORS)
        assert debtors == Counter({currency: amount.net.minor for currency, amount in sums.items()})


def till(gateway: str = "stripe") -> Till:
    mine = books()
    return Till(mine.owner, mine.organization, mine.account, card_gateway.connect(mine.owner, gateway))


def later(days: int) -> datetime:
    return AT + timedelta(days=days)


__all__ = ["ALWAYS", "AT", "CLERK", "Till", "kr", "later", "line", "till"]
