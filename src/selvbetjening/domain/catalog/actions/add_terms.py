"""Let a plan be bought on one more set of terms; on an enabled plan they show at once (SB-15)."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from selvbetjening.domain.catalog.actions.create_plan import CodeTaken
from selvbetjening.domain.catalog.events import TermsAdded
from selvbetjening.domain.catalog.models import Plan, PlanTerms
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval


def add_terms(
    organization: OrganizationId,
    *,
    plan: UUID,
    code: str,
    interval: Interval,
    unit_price: Money,
    vat_basis_points: int = 2500,
    unit_da: str = "",
    unit_en: str = "",
    actor: Actor,
    at: datetime,
) -> PlanTerms:
    """Add terms: the price of one unit for one interval, excluding VAT (25 % is 2,500 basis points).

    Records `catalog.terms_added`. Raises `CodeTaken`, `Plan.DoesNotExist`, ValueError (days, weeks, negative price).
    """
    if interval.unit not in {"month", "year"} or unit_price.minor < 0:
        raise ValueError("terms are sold by the month or the year, for nothing or more")
    with within(organization):
        offer = Plan.objects.get(organization_id=organization, id=plan)
        try:
            with transaction.atomic():
                made = PlanTerms.objects.create(
                    organization_id=organization, plan=offer, code=code,
                    interval_unit=interval.unit, interval_count=interval.count,
                    unit_price_minor=unit_price.minor, currency=unit_price.currency,
                    vat_category="S" if vat_basis_points else "E",
                    vat_basis_points=vat_basis_points, unit_da=unit_da, unit_en=unit_en,
                )  # fmt: skip
        except IntegrityError:
            raise CodeTaken(code) from None
        added = TermsAdded(plan=plan, terms=made.id, code=code, unit_price=unit_price)
        record(organization, fact=added, actor=actor, at=at)
    return made
