"""Price changes: whom they concern, and what is told (CAN-6)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from selvbetjening.domain.billing.models import PriceChange, PriceNotice
from selvbetjening.domain.billing.queries.orders import GUEST_PATH
from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.catalog.rules.prices import price
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money, percent_of


@dataclass(frozen=True, slots=True)
class Told:
    """What one customer is told: `before` and `after` for one period incl. VAT, `way_out` a path of the portal."""

    subscription: UUID
    plan: Callable[[str], str]
    before: Money
    after: Money
    effective_on: date
    reason: str
    clause: str
    way_out: str


def told(organization: OrganizationId, *, notice: UUID) -> Told:
    """What the notice says. Raises `PriceNotice.DoesNotExist`."""
    found = PriceNotice.objects.select_related(
        "subscription", "price_change__from_terms__plan", "price_change__to_terms"
    ).get(organization_id=organization, id=notice)
    change, quantity = found.price_change, found.subscription.quantity
    return Told(
        subscription=found.subscription_id,
        plan=change.from_terms.plan.name,
        before=_each(change.from_terms, quantity),
        after=_each(change.to_terms, quantity),
        effective_on=change.effective_on,
        reason=change.reason,
        clause=change.clause,
        way_out=GUEST_PATH,
    )


def listed(organization: OrganizationId) -> list[PriceChange]:
    """The company's price changes, newest first, with their terms."""
    found = PriceChange.objects.filter(organization_id=organization)
    return list(found.select_related("from_terms__plan", "to_terms").order_by("-created_at"))


def notices(organization: OrganizationId, *, price_change: UUID) -> list[PriceNotice]:
    """Whom one change concerns, with account and subscription."""
    found = PriceNotice.objects.filter(organization_id=organization, price_change_id=price_change)
    return list(found.select_related("account", "subscription").order_by("account__code"))


def least_days(organization: OrganizationId) -> int:
    """How many days before it takes effect a change must be told, by the company's own setting."""
    days: int = organizations.get(organization).choice("price_change_notice_days")
    return days


def _each(terms: PlanTerms, quantity: int) -> Money:
    net = price(terms.pricing, quantity=quantity)
    return net + percent_of(net, terms.vat_basis_points)
