"""What the billing run reads: accounts with something due, and what their subscriptions are about to become."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, Subquery

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.rules.facts import DiscountFacts
from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.subscriptions.queries import with_something_due
from selvbetjening.domain.subscriptions.rules import InvoicedBefore
from selvbetjening.domain.tenancy.bulk import array
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money

# Plain SQL, because Django spells out thousands of ids one parameter each.
_WAITING = """
    SELECT subscription_id, id, terms_id, quantity, effective_on, own_price_minor FROM subscriptions_scheduledchange
    WHERE organization_id = %s AND subscription_id = ANY(%s::uuid[]) AND state = 'waiting' AND NOT at_day
"""
_BILLED = """
    SELECT subscription_id, starts_on FROM billing_billedperiod
    WHERE organization_id = %s AND subscription_id = ANY(%s::uuid[]) AND starts_on >= %s
"""


class Waiting(NamedTuple):
    """A planned change; its own price of a unit is that of the terms that it moves to."""

    id: UUID
    terms: UUID
    quantity: int
    effective_on: date
    own_price_minor: int | None = None


_DISCOUNTS = """
    SELECT subscription_id, percent_basis_points, amount_minor, starts_on, ends_on, coupon_id
    FROM subscriptions_subscriptiondiscount
    WHERE organization_id = %s AND subscription_id = ANY(%s::uuid[])
    ORDER BY starts_on, id
"""


def accounts_with_due(organization: OrganizationId, *, after: str | None, today: date, limit: int) -> list[Account]:
    """The next accounts, by code, that have a subscription to renew, to take up or to end by `today`.

    Or to invoice before it renews, as many days as it says itself or the company's setting does.
    """
    owner = Organization.objects.only("choices").get(id=organization)
    found = with_something_due(organization, before=InvoicedBefore.of(owner.choice), today=today)
    due = found.filter(account_id=OuterRef("id"))
    # Not Exists: PostgreSQL would join it, and look through all that is due anew for each chunk of a large run.
    one = Subquery(due.values("id")[:1])
    accounts = Account.objects.alias(due=one).filter(organization_id=organization, due__isnull=False).order_by("code")
    return list((accounts.filter(code__gt=after) if after is not None else accounts)[:limit])


def waiting_changes(organization: OrganizationId, *, subscriptions: Sequence[UUID]) -> dict[UUID, Waiting]:
    """The change that waits for the next period of each of these subscriptions that has one."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [organization, array(subscriptions)])
        return {row[0]: Waiting(*row[1:]) for row in cursor.fetchall()}


def terms_by_id(organization: OrganizationId, *, ids: Iterable[UUID]) -> dict[UUID, PlanTerms]:
    """These terms with their plans, offered or not."""
    found = PlanTerms.objects.filter(organization_id=organization, id__in=set(ids)).select_related("plan")
    return {terms.id: terms for terms in found}


def billed_starts(organization: OrganizationId, *, subscriptions: Sequence[UUID], since: date) -> dict[UUID, set[date]]:
    """The first days of the periods, from `since` on, that are billed already: what is subtracted."""
    found: dict[UUID, set[date]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_BILLED, [organization, array(subscriptions), since])
        for subscription, starts_on in cursor.fetchall():
            found.setdefault(subscription, set()).add(starts_on)
    return found


def discounts_of(
    organization: OrganizationId, *, subscriptions: Sequence[UUID], currencies: Mapping[UUID, str]
) -> dict[UUID, tuple[DiscountFacts, ...]]:
    """The discounts of those of these subscriptions that have any; `currencies` is what each is charged in."""
    found: dict[UUID, tuple[DiscountFacts, ...]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_DISCOUNTS, [organization, array(subscriptions)])
        for id_, percent, amount, starts_on, ends_on, coupon in cursor.fetchall():
            money = None if amount is None else Money(amount, currencies[id_])
            one = DiscountFacts(percent, money, starts_on, ends_on, coupon)
            found[id_] = (*found.get(id_, ()), one)
    return found
