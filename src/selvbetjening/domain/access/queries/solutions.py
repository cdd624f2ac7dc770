"""Which solutions there are, and which of them a company has (BP-03, BP-11)."""

from datetime import date

from selvbetjening.domain.access.models import Entitlement, Solution
from selvbetjening.domain.access.rules.agreements import AGREED, open_today
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.kernel.ids import OrganizationId


def all_solutions() -> list[Solution]:
    """The catalogue in its order."""
    return list(Solution.objects.all())


def solutions_of(organization: OrganizationId, *, today: date) -> frozenset[str]:
    """The codes of the solutions that the company's agreements give it today.

    *Selvbetjening* follows the feature; the others an agreement that is active, or terminated and within its tail. An
    inactive company has none.
    """
    company = Organization.objects.filter(id=organization).values_list("is_active", "features").first()
    if company is None or not company[0]:
        return frozenset()
    rows = Entitlement.objects.filter(organization_id=organization, state__in=AGREED).values_list(
        "solution_id", "began_on", "ends_on"
    )
    return open_today(agreements=rows, features=company[1], today=today)
