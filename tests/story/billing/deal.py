"""A company with three plans and a customer, for the stories of billing."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.actions.confirm import Confirmed, confirm
from selvbetjening.domain.billing.actions.quote_start import quote_start
from selvbetjening.domain.billing.actions.run import run
from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId
from tests import make

ACTOR = Actor("recipient", "11111111-1111-1111-1111-111111111111")


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 11, 0, tzinfo=UTC)


@dataclass
class Deal:
    """`basis` 200 kr. and `free` 300 kr. a month, `year` 4,800 kr. a year; all excl. VAT."""

    owner: Organization
    organization: OrganizationId
    account: Account
    basis: PlanTerms
    free: PlanTerms
    year: PlanTerms

    def started(self, day: date, terms: PlanTerms | None = None, **values: Any) -> Subscription:
        """A subscription begun, billed and confirmed on that day."""
        wanted = (terms or self.basis).id
        quote = quote_start(self.organization, account=self.account.id, terms=wanted, at=noon(day), **values)
        return self.subscription(self.confirm(quote.id, day).subscription)

    def confirm(self, quote: UUID, day: date) -> Confirmed:
        return confirm(self.organization, account=self.account.id, quote=quote, actor=ACTOR, at=noon(day))

    def run(self, day: date) -> None:
        run(self.organization, today=day, at=noon(day))

    def subscription(self, id_: UUID) -> Subscription:
        with within(self.organization):
            return Subscription.objects.select_related("terms__plan").get(id=id_)

    def invoices(self) -> list[Invoice]:
        with within(self.organization):
            return list(Invoice.objects.filter(account=self.account).order_by("number").prefetch_related("lines"))


def deal(**account: Any) -> Deal:
    owner = make.organization()
    basis, free = make.plan(owner), make.plan(owner, name_da="Fri træning", name_en="Free training")
    return Deal(
        owner,
        OrganizationId(owner.id),
        make.account(owner, **account),
        make.terms(basis, unit_price_minor=20000),
        make.terms(free, unit_price_minor=30000),
        make.terms(free, unit_price_minor=480000, interval_unit="year"),
    )
