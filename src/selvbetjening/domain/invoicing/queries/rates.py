"""Which rate of VAT is in force."""

from datetime import date

from selvbetjening.domain.invoicing.rules.vat import standard_rate
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.kernel.ids import OrganizationId


def rate_in_force(organization: OrganizationId, *, on: date) -> int:
    """The standard rate of VAT on a day, in basis points, by the company's dated table (INV-14)."""
    table = Organization.objects.only("choices").get(id=organization).choice("vat_rates")
    return standard_rate(on=on, table=[(date.fromisoformat(day), rate) for day, rate in table])
