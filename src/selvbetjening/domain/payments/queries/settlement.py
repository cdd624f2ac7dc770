"""What each gateway, and Betalingsservice, should pay out for a day, by our own books: in, out and net."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal
from uuid import UUID

from selvbetjening.domain.payments.models import CardRefund, Payment, PaymentReversal
from selvbetjening.domain.payments.queries.gateways import NAMES
from selvbetjening.domain.payments.queries.reversals import at_gateway
from selvbetjening.kernel.days import copenhagen_day, start_of_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.tables import as_csv, decimal

#: Who pays out what was paid: the gateways, and Betalingsservice.
SETTLED_BY: Final = {**NAMES, "betalingsservice": "Betalingsservice"}
Kind = Literal["payment", "refund", "chargeback"]
_HEAD: Final = (
    "date", "gateway", "kind", "gateway_id", "account", "invoice", "amount", "currency",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One booking: above nothing money that the gateway took in for us, below it money that left again.

    `external_id` is the gateway's own id: the payment's for a payment, the refund's or the dispute's for the others.
    """

    on: date
    gateway: str
    kind: Kind
    external_id: str
    account: UUID
    code: str
    invoice_number: int | None
    amount: Money


@dataclass(slots=True)
class Day:
    """One gateway's day in one currency."""

    on: date
    gateway: str
    currency: str
    lines: list[Line] = field(default_factory=list)

    def of(self, kind: Kind) -> Money:
        return sum((line.amount for line in self.lines if line.kind == kind), Money.zero(self.currency))

    @property
    def payments(self) -> Money:
        return self.of("payment")

    @property
    def refunds(self) -> Money:
        return self.of("refund")

    @property
    def chargebacks(self) -> Money:
        return self.of("chargeback")

    @property
    def net(self) -> Money:
        """What should reach the bank, before the gateway's fees."""
        return self.payments + self.refunds + self.chargebacks


def settlement(organization: OrganizationId, *, first: date, last: date) -> list[Day]:
    """The days of a period, both included, the newest first; days without a booking are left out."""
    days: dict[tuple[date, str, str], Day] = {}
    for line in _lines(organization, first, last):
        key = (line.on, line.gateway, line.amount.currency)
        days.setdefault(key, Day(*key)).lines.append(line)
    return [days[key] for key in sorted(days, reverse=True)]


def settlement_csv(*, days: Sequence[Day]) -> bytes:
    """Each booking on a line of its own, with the gateway's id."""
    rows: list[tuple[str | int | None, ...]] = [_HEAD]
    rows += [
        (
            line.on.isoformat(), line.gateway, line.kind, line.external_id, line.code, line.invoice_number,
            decimal(line.amount.minor), line.amount.currency,
        )
        for day in days
        for line in day.lines
    ]  # fmt: skip
    return as_csv(rows, mark=True)


def _lines(organization: OrganizationId, first: date, last: date) -> list[Line]:
    return [
        *_payments(organization, first, last),
        *_reversals(organization, first, last),
        *_given(organization, first, last),
    ]


def _payments(organization: OrganizationId, first: date, last: date) -> list[Line]:
    found = Payment.objects.filter(
        organization_id=organization, method__in=list(SETTLED_BY), paid_on__range=(first, last)
    )
    return [
        Line(
            row.paid_on, row.method, "payment", at_gateway(payment=row), row.invoice.account_id,
            row.invoice.account.code, row.invoice.number, Money(row.amount_minor, row.currency),
        )
        for row in found.select_related("invoice__account").defer("invoice__snapshot").order_by("paid_on", "id")
    ]  # fmt: skip


def _reversals(organization: OrganizationId, first: date, last: date) -> list[Line]:
    found = PaymentReversal.objects.filter(organization_id=organization, reversed_on__range=(first, last))
    found = found.filter(payment__method__in=list(SETTLED_BY)).select_related("payment", "invoice__account")
    return [
        Line(
            row.reversed_on, row.payment.method, "chargeback" if row.reason.startswith("chargeback") else "refund",
            row.reference, row.invoice.account_id, row.invoice.account.code, row.invoice.number,
            Money(-row.amount_minor, row.currency),
        )
        for row in found.defer("invoice__snapshot").order_by("reversed_on", "recorded_at", "id")
    ]  # fmt: skip


def _given(organization: OrganizationId, first: date, last: date) -> list[Line]:
    """Refunds of what stood to an account's good: those are no reversals."""
    found = CardRefund.objects.filter(
        organization_id=organization,
        task__isnull=False,
        closed_at__gte=start_of_day(first),
        closed_at__lt=start_of_day(date.fromordinal(last.toordinal() + 1)),
    )
    rows = [row for row in found.select_related("payment", "account") if _left(row)]
    return [
        Line(
            copenhagen_day(row.closed_at), row.payment.method, "refund", row.external_ref, row.account_id,
            row.account.code, None, -row.amount,
        )
        for row in rows
        if row.closed_at
    ]  # fmt: skip


def _left(row: CardRefund) -> bool:
    return row.state == "succeeded" or (row.state == "failed" and row.failure == "came_back")
