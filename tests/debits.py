"""Customers who pay through Betalingsservice, for tests: an agreement, a mandate, invoices, and days that go by."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.actions.debit_day import debit_day
from selvbetjening.domain.billing.actions.link_mandates import link_mandates
from selvbetjening.domain.billing.models import InvoiceCollection, MandateLink
from selvbetjening.domain.directdebit.actions.settle_day import settle_day
from selvbetjening.domain.directdebit.models import Collection, CreditorAgreement, Mandate
from selvbetjening.domain.history.actions.react import react
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from tests import directdebit as dd
from tests.story.billing.deal import Deal, deal, noon

#: In time for 1 December 2026: the deadline is 23 November at 11:00.
ISSUED = date(2026, 11, 2)
DUE = date(2026, 12, 1)


@dataclass
class Debits:
    """A company with an agreement, and a customer with a mandate."""

    deal: Deal
    agreement: CreditorAgreement
    mandate: Mandate

    @property
    def organization(self) -> Any:
        return self.deal.organization

    def issued(self, day: date = ISSUED, due_on: date = DUE, *, follow: bool = True, **started: Any) -> Invoice:
        """An invoice of a new subscription, due on a day, and everything that follows it at once, if it is to."""
        set_days(self.deal, (due_on - day).days)
        self.deal.started(day, **started)
        if follow:
            self.react(noon(day))
        return self.deal.invoices()[-1]

    def react(self, at: datetime) -> None:
        react(self.organization, at=at)

    def days(self, first: date, last: date) -> None:
        """Each at six in the morning: the bank's day, and then ours."""
        while first <= last:
            at = datetime(first.year, first.month, first.day, 5, tzinfo=UTC)
            settle_day(self.organization, today=first, at=at)
            self.react(at)
            debit_day(self.organization, at=at)
            self.react(at)
            first += timedelta(days=1)

    def tries(self, invoice: UUID) -> list[InvoiceCollection]:
        with within(self.organization):
            mine = InvoiceCollection.objects.filter(organization_id=self.organization, invoice_id=invoice)
            rows = list(mine.select_related("collection"))
        return sorted(rows, key=lambda row: (row.made_at, row.moved_at, row.state in ("waiting", "asked")))

    def states(self, invoice: UUID) -> list[str]:
        return [row.state for row in self.tries(invoice)]

    def collections(self) -> list[Collection]:
        return dd.standing(self.organization)

    def invoice(self, invoice: UUID) -> Invoice:
        with within(self.organization):
            return Invoice.objects.get(organization_id=self.organization, id=invoice)

    def account(self) -> Account:
        with within(self.organization):
            return Account.objects.get(organization_id=self.organization, id=self.deal.account.id)

    def facts(self, name: str) -> list[dict[str, Any]]:
        with within(self.organization):
            found = Event.objects.filter(organization_id=self.organization, name=name).order_by("at")
            return list(found.values_list("data", flat=True))

    def mails(self, kind: str) -> list[Message]:
        with within(self.organization):
            return list(Message.objects.filter(organization_id=self.organization, kind=kind).order_by("created_at"))


LONG_BEFORE = noon(date(2026, 9, 1))


def debits(*, at: datetime = LONG_BEFORE, terms: dict[str, Any] | None = None, **account: Any) -> Debits:
    """A customer whose mandate was active long before."""
    account.setdefault("code", f"K{uuid4().hex[:8].upper()}")
    ours = deal(**account)
    mine = dd.agreement(ours.organization, at=at, **(terms or {}))
    found = dd.mandate(mine, ours.account.code, at=at)
    link_mandates(ours.organization, at=at + timedelta(days=10))
    return Debits(ours, mine, found)


def set_days(of: Deal, days: int) -> None:
    """How long the company gives to pay."""
    with within(of.organization):
        Organization.objects.filter(id=of.organization).update(payment_terms_days=days)


def links(of: Debits) -> list[MandateLink]:
    with within(of.organization):
        return list(MandateLink.objects.filter(organization_id=of.organization).order_by("made_at"))
