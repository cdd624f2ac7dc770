"""A small company with one customer, for the pages: names that can be found again in what is drawn."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from tests import make, portal

from selvbetjening.domain.accounts.models import Account, Recipient
from selvbetjening.domain.billing.actions.run import run
from selvbetjening.domain.catalog.models import Plan, PlanTerms
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.subscriptions.models import ScheduledChange, Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId

NOW = datetime(2026, 3, 11, 9, 0, tzinfo=UTC)
"""The tests' present: the eleventh day of a month of 31."""
STARTED = date(2026, 3, 1)


@dataclass
class World:
    """One organization, one account with one recipient, three offered prices, one billed subscription."""

    organization: Organization
    account: Account
    recipient: Recipient
    basic: Plan
    small: PlanTerms
    large: PlanTerms
    yearly: PlanTerms
    subscription: Subscription
    invoice: Invoice

    @property
    def id(self) -> OrganizationId:
        return OrganizationId(self.organization.id)

    def client(self, *, language: str = "da") -> portal.PortalClient:
        return portal.client(self.organization, self.recipient, language=language)

    def reload(self) -> Subscription:
        with within(self.id):
            return Subscription.objects.get(id=self.subscription.id)

    def waiting(self) -> ScheduledChange | None:
        with within(self.id):
            return ScheduledChange.objects.filter(subscription=self.subscription, state="waiting").first()

    def subscriptions(self) -> int:
        with within(self.id):
            return Subscription.objects.count()

    def invoices(self) -> list[Invoice]:
        with within(self.id):
            return list(Invoice.objects.filter(account=self.account).order_by("number"))

    def allow(self, *codes: str) -> None:
        """Let exactly these acts be switched on."""
        with within(self.id):
            Organization.objects.filter(id=self.organization.id).update(allowed_acts=list(codes))

    def forbid(self, *codes: str) -> None:
        """Let every act but these be switched on."""
        self.allow(*(code for code in permissions.REGISTRY if code not in codes))


def world(*, party_type: str = "consumer", **values: Any) -> World:
    """Make one. The subscription on Basis, 200.00 a month, started 1 March 2026 and its first period is billed."""
    return world_in(make.organization(**values), party_type=party_type)


def world_in(organization: Organization, *, party_type: str = "consumer") -> World:
    """The same in a company that is there."""
    account = make.account(organization, party_type=party_type)
    recipient = make.recipient(account)
    basic = make.plan(organization, name_da="Basishold", name_en="Basic class", description_da="To hold om ugen.")
    small = make.terms(basic, unit_price_minor=20000)
    yearly = make.terms(basic, unit_price_minor=216000, interval_unit="year")
    large = make.terms(make.plan(organization, name_da="Storhold", name_en="Large class"), unit_price_minor=40000)
    subscription = make.subscription(account, small, started_on=STARTED)
    with within(OrganizationId(organization.id)):
        run(OrganizationId(organization.id), today=STARTED, at=NOW - timedelta(days=10))
        subscription.refresh_from_db()
        invoice = Invoice.objects.get(account=account)
    return World(organization, account, recipient, basic, small, large, yearly, subscription, invoice)


#: The boxes of an order that a consumer ticks: begin at once (ORD-5), of age (ORD-8).
TICKED = {"begynd": "on", "myndig": "on"}


def text_of(response: Any) -> str:
    """The words of a page: tags away, blanks of every kind as one."""
    bare = re.sub(r"<[^>]*>", " ", response.content.decode()).replace("\xa0", " ")
    return re.sub(r"(?<=\() | (?=[.,;:)])", "", " ".join(bare.split()))


def quote_in(response: Any) -> str:
    """The id of the quote that a preview would confirm."""
    found = re.search(r'name="quote" value="([0-9a-f-]{36})"', response.content.decode())
    assert found, "the page has no quote"
    return str(UUID(found[1]))
