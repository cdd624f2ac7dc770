"""The list for collection: which claims have had their demand, and which are too old (COL-1, COL-2)."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, Q

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.queries.debited import at_bank
from selvbetjening.domain.invoicing.models import Invoice, Reminder
from selvbetjening.domain.invoicing.queries.late import handed_over
from selvbetjening.domain.invoicing.rules.collection import WARNED_MONTHS_BEFORE, Limitation, limitation
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.queries.standing import standings
from selvbetjening.domain.payments.queries.to_pay import to_pay
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money


class NotCollectable(Exception):
    """The claim cannot be handed over; `reason` says why. Nothing was changed.

    `paid`, `disputed`, `deferred`, `plan`, `collecting` (by card, or through Betalingsservice), `paused` (its payment
    was taken back), `no_demand`, `deadline` (it still runs), `lapsed`, `handed_over`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Collectable:
    """An unpaid invoice on its way to collection. `reason` is why it may not go there, empty when it may.

    `total` is everything that is unpaid and undisputed, fees and interest included; `age` flags old claims.
    """

    invoice: Invoice
    account: Account
    deadline_on: date | None
    total: Money
    reason: str
    age: Limitation


def collectable(organization: OrganizationId, *, invoice: UUID, today: date) -> Collectable:
    """How one invoice stands on its way to collection. Raises `Invoice.DoesNotExist`."""
    found = Invoice.objects.defer("snapshot").get(organization_id=organization, id=invoice)
    demand = _demands(organization, [found.id]).get(found.id)
    return _collectable(organization, found, demand, today)


def collection_list(organization: OrganizationId, *, today: date, limit: int = 200) -> list[Collectable]:
    """Every unpaid invoice that had its demand, or that is so old that it will lapse; oldest due date first."""
    months = Organization.objects.get(id=organization).choice("limitation_months")
    unpaid = Invoice.objects.filter(organization_id=organization, settled_minor__lt=F("total_minor"), due_on__lt=today)
    demanded = Reminder.objects.filter(organization_id=organization, kind="demand", dropped_at=None)
    # A month has 28 days at least: too many are read, never too few, and the rule decides below.
    old = today - timedelta(days=28 * (months - WARNED_MONTHS_BEFORE))
    found = unpaid.filter(Q(id__in=demanded.values("invoice_id")) | Q(due_on__lte=old)).defer("snapshot")
    invoices = list(found.order_by("due_on", "number")[:limit])
    demands = _demands(organization, [invoice.id for invoice in invoices])
    wanted = [
        invoice
        for invoice in invoices
        if invoice.id in demands or limitation(due_on=invoice.due_on, today=today, months=months)
    ]
    gone = handed_over(organization, invoices=[invoice.id for invoice in wanted])
    return [
        _collectable(organization, invoice, demands.get(invoice.id), today)
        for invoice in wanted
        if invoice.id not in gone
    ]  # fmt: skip


def _demands(organization: OrganizationId, invoices: list[UUID]) -> dict[UUID, date]:
    found = Reminder.objects.filter(
        organization_id=organization, invoice_id__in=invoices, kind="demand", dropped_at=None
    )
    return dict(found.values_list("invoice_id", "deadline_on"))


def _collectable(organization: OrganizationId, invoice: Invoice, deadline_on: date | None, today: date) -> Collectable:
    account = Account.objects.get(organization_id=organization, id=invoice.account_id)
    months = Organization.objects.get(id=organization).choice("limitation_months")
    stand = standings(organization, invoices=[invoice], today=today, methods={})
    standing = at_bank(organization, stand=stand)[invoice.id]
    age = limitation(due_on=invoice.due_on, today=today, months=months)
    reasons = (
        ("paid", standing.left_minor <= 0),
        ("handed_over", standing.handed_over),
        ("lapsed", age == "lapsed"),
        ("disputed", standing.disputed_minor > 0),
        ("deferred", standing.deferred or (standing.not_before is not None and today <= standing.not_before)),
        ("plan", standing.plan_kept),
        ("collecting", standing.collecting),
        ("paused", standing.paused),
        ("no_demand", deadline_on is None),
        ("deadline", deadline_on is not None and today <= deadline_on),
    )
    reason = next((code for code, holds in reasons if holds), "")
    return Collectable(invoice, account, deadline_on, to_pay(organization, invoice=invoice).now, reason, age)
