"""Which solutions there are, and which of them a company has (BP-03, BP-11)."""

from datetime import date, timedelta
from typing import Final

from selvbetjening.domain.access.lifecycle import EntitlementState
from selvbetjening.domain.access.models import Entitlement, Solution
from selvbetjening.domain.access.permissions import SELVBETJENING
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.kernel.ids import OrganizationId

#: A terminated agreement still opens its solution for so long after its end: returns are collected (BP-03, annex K).
TAIL: Final = timedelta(days=60)
_SELF_SERVICE: Final = "self_service"


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
    rows = Entitlement.objects.filter(
        organization_id=organization, state__in=(EntitlementState.ACTIVE, EntitlementState.TERMINATED)
    ).values_list("solution_id", "began_on", "ends_on")
    found = {
        solution
        for solution, began_on, ends_on in rows
        if (began_on is None or began_on <= today) and (ends_on is None or today < ends_on + TAIL)
    }
    return frozenset(found | ({SELVBETJENING} if _SELF_SERVICE in company[1] else set()))
