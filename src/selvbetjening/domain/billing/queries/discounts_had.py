"""The discounts of one subscription, as the rules take them."""

from selvbetjening.domain.billing.rules.facts import DiscountFacts
from selvbetjening.domain.subscriptions.models import Subscription, SubscriptionDiscount
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money


def discounts_had(organization: OrganizationId, *, subscription: Subscription) -> tuple[DiscountFacts, ...]:
    """All that it has or had; an amount is in the currency of its terms, with which it was read."""
    found = SubscriptionDiscount.objects.filter(organization_id=organization, subscription_id=subscription.id)
    return tuple(_facts(row, subscription.terms.currency) for row in found)


def _facts(row: SubscriptionDiscount, currency: str) -> DiscountFacts:
    amount = None if row.amount_minor is None else Money(row.amount_minor, currency)
    return DiscountFacts(row.percent_basis_points, amount, row.starts_on, row.ends_on, row.coupon_id)
