"""What may be asked about plans and their terms; the organization first."""

from uuid import UUID

from django.db.models import Prefetch

from selvbetjening.domain.catalog.models import Plan as Plan
from selvbetjening.domain.catalog.models import PlanTerms as PlanTerms
from selvbetjening.kernel.ids import OrganizationId


def offers(organization: OrganizationId) -> list[Plan]:
    """The plans that customers may choose, each with all its terms as the list `all_terms` (SB-13 to SB-15).

    Two queries, whatever their number; each of the terms knows its plan.
    """
    terms = PlanTerms.objects.filter(organization_id=organization).order_by("unit_price_minor", "code")
    return list(
        Plan.objects.filter(organization_id=organization, self_service_enabled=True).prefetch_related(
            Prefetch("terms", queryset=terms, to_attr="all_terms")
        )
    )


def terms(organization: OrganizationId, *, terms: UUID) -> PlanTerms:
    """One set of terms with its plan, offered or not. Raises `PlanTerms.DoesNotExist`."""
    return PlanTerms.objects.filter(organization_id=organization).select_related("plan").get(id=terms)


def hold_terms(organization: OrganizationId, *, terms: UUID) -> None:
    """Let nobody change these terms until the transaction ends: what is quoted from them is charged from them."""
    PlanTerms.objects.select_for_update(no_key=True).only("id").filter(organization_id=organization, id=terms).first()
