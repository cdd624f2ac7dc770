"""What the door puts on a request, for the type checker."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.business.acting import Acting
from selvbetjening.portals.sessions import BusinessStore


@dataclass(frozen=True, slots=True)
class Proven:
    """A person whom this browser's login has proven, with the CVR number that the login carried (BP-01, BP-02).

    `email` and `is_signatory` are as the broker told them, where it told them at all; they open nothing by themselves.
    """

    user: UUID
    name: str
    cvr: str
    broker: str
    since: datetime
    email: str = ""
    is_signatory: bool = False


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator who acts for one company with a reason (SEC-34)."""

    number: int
    organization: OrganizationId
    reason: str


class BusinessRequest(HttpRequest):
    """Any request on the business host. `proven` and `operator` are None for a stranger; never both are set."""

    session: BusinessStore
    organization_id: OrganizationId | None
    reference: str
    proven: Proven | None
    operator: Operator | None
    acting: Acting | None


class PersonRequest(BusinessRequest):
    """A page outside `/v/` that wants a proven person."""

    proven: Proven


class CompanyRequest(BusinessRequest):
    """A page of a company: the door let somebody in who acts for it."""

    organization_id: OrganizationId
    acting: Acting
