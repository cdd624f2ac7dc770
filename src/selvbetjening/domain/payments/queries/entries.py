"""An account's entries, one table that sums to what it owes less what stands to its good (XB-22, BOK-2).

The entries are the vouchers of the books (`rules.postings`), as the account's own side of them.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.db.models import F, Sum

from selvbetjening.domain.invoicing.models import ClaimWaiver, CreditNote, Invoice, LateClaim
from selvbetjening.domain.payments.models import Payment, PaymentReversal, RefundTask
from selvbetjening.domain.payments.queries.balance import balance
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money

Kind = Literal[
    "invoice", "credit_note", "late_claim", "waiver", "payment", "refund", "refund_failed", "taken_back", "chargeback",
    "chargeback_won",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: above nothing it is owed, below nothing it was paid or credited. `left` is the sum up to here.

    `name` is the document's number, or the bank's or gateway's reference; `invoice` the invoice that it is about.
    """

    on: date
    at: datetime
    kind: Kind
    name: str
    amount: Money
    invoice: UUID | None
    payment: UUID | None = None
    left: Money | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """What an account owes in one currency, what stands to its good, and what is listed to be paid back."""

    owed: Money
    good: Money
    to_pay_back: Money

    @property
    def net(self) -> Money:
        """What its entries sum to."""
        return self.owed - self.good - self.to_pay_back


def entries_of(organization: OrganizationId, *, account: UUID) -> dict[str, list[Entry]]:
    """Every entry of the account by currency, oldest first, each with the sum up to it."""
    found = [*_documents(organization, account), *_money(organization, account)]
    found.sort(key=lambda entry: (entry.on, entry.at))
    by_currency: dict[str, list[Entry]] = {}
    for entry in found:
        mine = by_currency.setdefault(entry.amount.currency, [])
        before = mine[-1].left if mine and mine[-1].left else Money.zero(entry.amount.currency)
        mine.append(
            Entry(
                entry.on, entry.at, entry.kind, entry.name, entry.amount, entry.invoice, entry.payment,
                before + entry.amount,
            )
        )  # fmt: skip
    return by_currency


def sums_of(organization: OrganizationId, *, account: UUID) -> dict[str, Sums]:
    """What is owed and what is good now, by currency: the other side of the same."""
    mine = {"organization_id": organization, "account_id": account}
    owed: dict[str, int] = {}
    for rows in (
        Invoice.objects.filter(**mine).values("currency").annotate(left=Sum(F("total_minor") - F("settled_minor"))),
        LateClaim.objects.filter(**mine)
        .order_by()
        .values("currency")
        .annotate(left=Sum(F("amount_minor") - F("settled_minor") - F("waived_minor"))),
    ):
        for row in rows.order_by("currency"):
            owed[row["currency"]] = owed.get(row["currency"], 0) + row["left"]
    good = {amount.currency: amount.minor for amount in balance(organization, account=account)}
    open_ = RefundTask.objects.filter(**mine, state="open").order_by("currency").values("currency")
    back = {row["currency"]: row["sum"] for row in open_.annotate(sum=Sum("amount_minor"))}
    return {
        code: Sums(Money(owed.get(code, 0), code), Money(good.get(code, 0), code), Money(back.get(code, 0), code))
        for code in sorted({*owed, *good, *back})
    }


def _documents(organization: OrganizationId, account: UUID) -> list[Entry]:
    mine = {"organization_id": organization, "account_id": account}
    found = [
        Entry(row.issued_on, row.issued_at, "invoice", str(row.number), row.total, row.id)
        for row in Invoice.objects.filter(**mine).defer("snapshot")
    ]
    found += [
        Entry(row.issued_on, row.issued_at, "credit_note", str(row.number), -row.total, row.invoice_id)
        for row in CreditNote.objects.filter(**mine).defer("snapshot")
    ]
    claims = LateClaim.objects.filter(**mine)
    found += [
        Entry(row.claimed_on, row.claimed_at, "late_claim", row.kind, Money(row.amount_minor, row.currency),
              row.invoice_id)
        for row in claims
    ]  # fmt: skip
    waived = ClaimWaiver.objects.filter(organization_id=organization, claim__account_id=account)
    found += [
        Entry(row.waived_on, row.waived_at, "waiver", row.claim.kind, Money(-row.amount_minor, row.currency),
              row.claim.invoice_id)
        for row in waived.select_related("claim")
    ]  # fmt: skip
    return found


def _money(organization: OrganizationId, account: UUID) -> list[Entry]:
    paid = Payment.objects.filter(organization_id=organization, invoice__account_id=account)
    found = [
        Entry(row.paid_on, row.recorded_at, "payment", row.reference, Money(-row.amount_minor, row.currency),
              row.invoice_id, row.id)
        for row in paid
    ]  # fmt: skip
    back = RefundTask.objects.filter(organization_id=organization, account_id=account, state="refunded")
    for task in back:
        assert task.closed_at is not None  # noqa: S101 - the table's own constraint
        day = copenhagen_day(task.closed_at)
        found.append(Entry(day, task.closed_at, "refund", task.reference, task.amount, None))
    gone = PaymentReversal.objects.filter(organization_id=organization, invoice__account_id=account)
    kinds: dict[str, Kind] = {
        "refund": "taken_back", "refund_failed": "refund_failed", "chargeback": "chargeback",
        "chargeback_won": "chargeback_won",
    }  # fmt: skip
    found += [
        Entry(row.reversed_on, row.recorded_at, kinds[row.reason], row.reference, Money(row.amount_minor, row.currency),
              row.invoice_id, row.payment_id)
        for row in gone
    ]  # fmt: skip
    return found
