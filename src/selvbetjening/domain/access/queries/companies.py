"""In which companies somebody is, and whose a CVR number is: asked before a company is known (SEC-16, SEC-17)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True)
class CompanyOf:
    """One membership of a person, by ids only; the company's name is read `within` it, one at a time (SEC-17)."""

    organization: OrganizationId
    membership: UUID
    role: str
    state: str
    generation: int


def companies_of(*, user: UUID, cvr: str = "") -> list[CompanyOf]:
    """The person's memberships that are not erased; with `cvr` those that are bound to this number (BP-02).

    May be asked inside a company's transaction, too. The order is of no meaning.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT organization_id, id, role, state, generation FROM memberships_of(%s, %s)", [user, cvr])
        return [CompanyOf(OrganizationId(row[0]), *row[1:]) for row in cursor.fetchall()]


def company_with_cvr(*, cvr: str, at: datetime) -> list[OrganizationId]:
    """The active companies with this proven number (LOGIN-05, BP-31). Call it outside a company's transaction."""
    with doorway(reason="whose company a login's CVR number is", actor=SYSTEM, at=at) as alias:
        found = Organization.objects.using(alias).filter(cvr=cvr, is_active=True).order_by("created_at", "id")
        return [OrganizationId(id_) for id_ in found.values_list("id", flat=True)]
