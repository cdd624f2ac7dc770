"""Let a plan be bought on one more set of terms; on an enabled plan they show at once (SB-15)."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from selvbetjening.domain.catalog.actions.create_plan import CodeTaken
from selvbetjening.domain.catalog.events import TermsAdded
from selvbetjening.domain.catalog.models import Plan, PlanTerms
from selvbetjening.domain.catalog.models.terms import columns_of
from selvbetjening.domain.catalog.rules.terms import Terms
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def add_terms(
    organization: OrganizationId,
    *,
    plan: UUID,
    code: str,
    terms: Terms,
    hidden: bool = False,
    name: str = "",
    actor: Actor,
    at: datetime,
) -> PlanTerms:
    """Add terms to the plan; `hidden` ones are not offered until they are shown (XB-31). `name` is what
    the company's other systems call them.

    Price, interval, VAT, charging, commitment and notice stay as they are from then on, since customers agree to them:
    others are other terms. Records `catalog.terms_added`. Raises `CodeTaken`, `Plan.DoesNotExist`.
    """
    with within(organization):
        offer = Plan.objects.get(organization_id=organization, id=plan)
        try:
            with transaction.atomic():
                made = PlanTerms.objects.create(
                    organization_id=organization, plan=offer, code=code, name=name, hidden=hidden, **columns_of(terms)
                )
        except IntegrityError:
            raise CodeTaken(code) from None
        added = TermsAdded(plan=plan, terms=made.id, code=code, unit_price=terms.pricing.unit_price)
        record(organization, fact=added, actor=actor, at=at)
    return made
