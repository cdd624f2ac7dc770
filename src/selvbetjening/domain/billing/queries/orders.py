"""What must be said about an order before it is made (ORD-1), from a quote and the plan's terms."""

from datetime import date

from selvbetjening.domain.billing.rules.law.wording import Order
from selvbetjening.domain.billing.rules.quotes import Offer
from selvbetjening.domain.catalog import queries as catalog
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.kernel.formatting import Language
from selvbetjening.kernel.ids import OrganizationId

#: Where the customer door has its page for ending a contract without logging in; its urls hold the same path.
GUEST_PATH = "/opsig-eller-fortryd/"


def order_of(organization: OrganizationId, *, offer: Offer, party: str, language: Language, today: date) -> Order:
    """Everything that the sentences above the button are made of. Raises `PlanTerms.DoesNotExist`."""
    terms = catalog.terms(organization, terms=offer.terms)
    owner = organizations.get(organization)
    plan = terms.plan
    return Order(
        language=language,
        party=party,
        plan=plan.name(language),
        description=plan.description(language),
        quantity=offer.quantity,
        unit=terms.unit(language, quantity=offer.quantity),
        charge_today=offer.charge_today,
        each_period=offer.next_total,
        next_on=offer.next_on,
        interval=offer.interval,
        ordered_on=today,
        starts_on=offer.effective_on,
        free_until=offer.trial_ends_on,
        trial_used=offer.trial_used,
        least=offer.least,
        commitment=terms.commitment,
        notice=terms.notice,
        long_binding=plan.long_binding_allowed,
        exempt_reason=plan.withdrawal_exempt_reason(language),
        offer_b2b=owner.choice("offer_withdrawal_b2b"),
        withdraw_url=organizations.portal_origin(organization) + GUEST_PATH,
    )
