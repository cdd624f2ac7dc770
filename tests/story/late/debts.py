"""A company that reminds, a customer who is late, and days that go by."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from selvbetjening.domain.billing.actions.late_run import LateRun, late_run
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.invoicing.models import Invoice, LateClaim, Reminder
from selvbetjening.domain.invoicing.queries.late import claims_of, reminders_of
from selvbetjening.domain.payments.queries.to_pay import ToPay, to_pay
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId
from tests import make
from tests.story.invoicing.books import Books, line, noon

CUSTOMER = Actor("recipient", "11111111-1111-1111-1111-111111111111")
ISSUED = date(2026, 2, 21)
DUE = date(2026, 3, 1)  # eight days later, a Sunday: counts as Monday the 2nd
RATES = [["2026-01-01", 175], ["2026-07-01", 200]]


@dataclass
class Debts(Books):
    """`Books` with reminders on the 7th, 17th and 27th day, 100 kr. each, and interest at 9.75 % in the first half."""

    def through(self, first: date, last: date) -> list[LateRun]:
        """Every day's run from `first` to `last`, both included."""
        days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
        return [late_run(self.organization, today=day, at=noon(day)) for day in days]

    def letters(self, invoice: Invoice) -> list[tuple[date, int, str]]:
        """(sent, fee, kind) of each letter."""
        with within(self.organization):
            found = reminders_of(self.organization, invoice=invoice.id)
            return [(letter.sent_on, letter.fee_minor, letter.kind) for letter in found]

    def letter(self, invoice: Invoice, number: int) -> Reminder:
        with within(self.organization):
            return Reminder.objects.get(invoice_id=invoice.id, number=number, dropped_at=None)

    def claims(self, invoice: Invoice) -> list[LateClaim]:
        with within(self.organization):
            return claims_of(self.organization, invoice=invoice.id)

    def claimed(self, invoice: Invoice, kind: str) -> int:
        """What was claimed of a kind and not waived."""
        return sum(each.amount_minor - each.waived_minor for each in self.claims(invoice) if each.kind == kind)

    def due(self, invoice: Invoice) -> ToPay:
        with within(self.organization):
            return to_pay(self.organization, invoice=Invoice.objects.get(id=invoice.id))

    def facts(self, name: str) -> list[dict[str, Any]]:
        with within(self.organization):
            return [event.data for event in Event.objects.filter(name=name).order_by("at", "id")]

    def line_of(self, invoice: Invoice, at: int = 0) -> UUID:
        return self.lines(invoice)[at].id


def debts(*, choices: dict[str, Any] | None = None, **account: Any) -> Debts:
    chosen = {"send_reminders": True, "claim_interest": True, "reference_rates": RATES, **(choices or {})}
    owner = make.organization(choices=chosen, payment_instructions="Betal til reg. 1234 konto 0012345678")
    return Debts(owner, OrganizationId(owner.id), make.account(owner, **account))


def owed(mine: Debts, *nets: int, day: date = ISSUED, currency: str = "DKK") -> Invoice:
    """An invoice of 1,250.00 incl. VAT, unless other nets are named; without any subscription (XB-24)."""
    return mine.issue([line(net, f"Ydelse {net}") for net in nets or (100_000,)], day=day, currency=currency)
