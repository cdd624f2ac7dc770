"""What stands in the database already, as far as the files may point to it or differ from it."""

from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from selvbetjening.domain.accounts.models import Account, Recipient
from selvbetjening.domain.catalog.models import Plan, PlanTerms
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.periods import Interval

Price: TypeAlias = tuple[str, Interval, int, str, int]
Contract: TypeAlias = tuple[str, str, int, date]


@dataclass
class Known:
    """Codes by kind. `terms` says plan, interval, price (minor units), currency and VAT; `addresses` whose they are.

    `without_price` are terms of the files whose price cannot be read; `unread` the files with lines that cannot be read
    at all: what their lines would have named is not known, so nothing that points to them can be called wrong.
    """

    plans: set[str] = field(default_factory=set)
    terms: dict[str, Price] = field(default_factory=dict)
    accounts: set[str] = field(default_factory=set)
    addresses: dict[str, str] = field(default_factory=dict)
    subscriptions: dict[str, Contract] = field(default_factory=dict)
    without_price: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)


def known(organization: OrganizationId) -> Known:
    """Read it in the organization's own transaction."""
    with within(organization):
        found = Known(
            plans=set(Plan.objects.filter(organization_id=organization).values_list("code", flat=True)),
            accounts=set(_accounts(organization)),
        )
        for terms in PlanTerms.objects.filter(organization_id=organization).select_related("plan"):
            price = (terms.plan.code, terms.interval, terms.unit_price_minor, terms.currency, terms.vat_basis_points)
            found.terms[terms.code] = price
        people = Recipient.objects.filter(organization_id=organization).order_by("-created_at")
        found.addresses = dict(people.values_list("email", "account__code").iterator())
        running = Subscription.objects.filter(organization_id=organization).exclude(code="")
        columns = ("code", "account__code", "terms__code", "quantity", "started_on")
        for code, account, price_code, quantity, started_on in running.values_list(*columns).iterator():
            found.subscriptions[code] = (account, price_code, quantity, started_on)
    return found


def _accounts(organization: OrganizationId) -> list[str]:
    return list(Account.objects.filter(organization_id=organization).values_list("code", flat=True))
