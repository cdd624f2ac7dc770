"""What the invoice page shows of late payment: what is to be paid now, letters, disputes, and what may be done."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise

from selvbetjening.domain.invoicing.queries import Invoice
from selvbetjening.domain.invoicing.queries import late as letters
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.payments.queries.disputes import disputable, disputes_of
from selvbetjening.domain.payments.queries.respites import Asked, may_defer, may_plan
from selvbetjening.domain.payments.queries.to_pay import ToPay, to_pay
from selvbetjening.kernel.money import Money
from selvbetjening.portals.customer.late.words import STATES
from selvbetjening.portals.customer.requests import VisitorRequest


@dataclass(frozen=True, slots=True)
class Letter:
    """A reminder in the timeline."""

    id: UUID
    sent_on: date
    is_demand: bool
    fee: Money
    total: Money
    deadline_on: date


@dataclass(frozen=True, slots=True)
class Objection:
    """A dispute in the list."""

    id: UUID
    line: str
    amount: Money
    state: Promise
    is_live: bool


@dataclass(frozen=True, slots=True)
class Late:
    """Everything of it. `may_*` say which acts are open to this visitor for this invoice now."""

    due: ToPay
    letters: list[Letter]
    disputes: list[Objection]
    handed_over_on: date | None
    may_dispute: bool
    may_defer: bool
    may_plan: bool
    defer_days: int
    today: date

    @property
    def owes(self) -> bool:
        """Whether anything is to be paid now."""
        return self.due.now.minor > 0

    @property
    def pay_by(self) -> date:
        """The day that counts: the due day, or what the latest letter gave."""
        return max([self.due.due_on, *(letter.deadline_on for letter in self.letters)])

    @property
    def is_past(self) -> bool:
        """Whether that day is over."""
        return self.pay_by < self.today

    @property
    def differs(self) -> bool:
        """Whether what is to be paid is another amount than what is left of the invoice."""
        return not (self.due.disputed.is_zero and self.due.claims.total.is_zero)

    @property
    def moved(self) -> bool:
        """Whether there is anything to show besides what can be done."""
        return bool(self.letters or self.disputes or self.due.parts or self.due.deferred_until or self.differs)


def late_of(request: VisitorRequest, invoice: Invoice, *, today: date) -> Late:
    """Read it for the visitor's own invoice, which was found already."""
    organization, may = request.organization_id, request.visitor.may
    asked = Asked(request.organization, invoice, to_pay(organization, invoice=invoice), today)
    gone = letters.handed_over(organization, invoices=[invoice.id]).get(invoice.id)
    wanted = may(permissions.DISPUTE_INVOICE) and not gone
    respite = bool(may(permissions.DEFER_INVOICE)) and asked.due.rest.minor > 0
    return Late(
        due=asked.due,
        letters=[
            Letter(each.id, each.sent_on, each.kind == "demand", each.fee, each.total, each.deadline_on)
            for each in letters.reminders_of(organization, invoice=invoice.id)
        ],
        disputes=[
            Objection(each.id, each.invoice_line.text, each.amount, STATES[each.state], each.is_live)
            for each in disputes_of(organization, invoice=invoice.id)
        ],
        handed_over_on=gone.handed_on if gone else None,
        may_dispute=bool(wanted)
        and any(not line.disputed_before for line in disputable(organization, invoice=invoice)),
        may_defer=respite and not may_defer(organization, asked=asked).reason,
        may_plan=respite and not may_plan(organization, asked=asked).reason,
        defer_days=request.organization.choice("defer_days"),
        today=today,
    )
