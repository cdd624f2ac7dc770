"""How much interest a late invoice has cost so far, by the company's settings inside the law's bounds."""

from datetime import date

from selvbetjening.domain.invoicing.rules.interest import Late, interest_minor
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.kernel.ids import OrganizationId


def interest_at(organization: OrganizationId, *, late: Late, until: date, party: str) -> int:
    """Interest in øre for the days up to, not including, `until`; INT-1 to INT-4. Without rates there is none."""
    owner = Organization.objects.get(id=organization)
    return interest_minor(
        late=late,
        until=until,
        rates=[(date.fromisoformat(day), points) for day, points in owner.choice("reference_rates")],
        party=party,
        agreed_basis_points=owner.choice("agreed_interest_b2b"),
        day_count=owner.choice("interest_day_count"),
    )
