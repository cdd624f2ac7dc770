"""A company, a customer and issued invoices, without subscriptions: documents stand on their own (XB-24)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.invoicing.actions.issue import Draft, issue
from selvbetjening.domain.invoicing.models import CreditNote, Invoice, InvoiceLine
from selvbetjening.domain.invoicing.rules import DraftLine
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.actions.record_payment import record_manual_payment
from selvbetjening.domain.payments.queries import balance
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId, new_id
from selvbetjening.kernel.money import Money
from tests import make

CLERK = Actor("staff", "22222222-2222-2222-2222-222222222222")
DAY = date(2026, 3, 10)


def noon(day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, 11, 0, tzinfo=UTC)


def line(net: int = 20000, text: str = "Basis", *, rate: int = 2500, **values: Any) -> DraftLine:
    made = DraftLine(None, text, date(2026, 3, 10), date(2026, 4, 10), 1, net, net, rate)
    return made._replace(**values)


@dataclass
class Books:
    owner: Organization
    organization: OrganizationId
    account: Account

    def issue(self, lines: Sequence[DraftLine] = (), *, day: date = DAY, currency: str = "DKK") -> Invoice:
        draft = Draft(self.account, currency, list(lines) or [line()])
        made = issue(self.organization, drafts=[draft], issued_on=day, actor=CLERK, at=noon(day))
        return self.invoice(made[0].invoice)

    def invoice(self, id_: UUID) -> Invoice:
        with within(self.organization):
            return Invoice.objects.prefetch_related("lines").get(id=id_)

    def lines(self, invoice: Invoice) -> list[InvoiceLine]:
        with within(self.organization):
            return list(InvoiceLine.objects.filter(invoice_id=invoice.id))

    def note(self, id_: UUID) -> CreditNote:
        with within(self.organization):
            return CreditNote.objects.prefetch_related("lines").get(id=id_)

    def pay(self, invoice: Invoice, minor: int, *, currency: str = "DKK", day: date = DAY) -> None:
        record_manual_payment(
            self.organization,
            invoice=invoice.id,
            amount=Money(minor, currency),
            paid_on=day,
            reference=str(new_id()),
            actor=CLERK,
            at=noon(day),
        )

    def balance(self) -> list[Money]:
        with within(self.organization):
            return balance(self.organization, account=self.account.id)


def books(**account: Any) -> Books:
    owner = make.organization(choices={"exchange_rates": [["2020-01-01", "EUR", 74600]]})
    return Books(owner, OrganizationId(owner.id), make.account(owner, **account))
