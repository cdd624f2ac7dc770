"""What the door puts on a request, for the type checker: views of logged-in visitors take a `VisitorRequest`."""

from django.http import HttpRequest

from selvbetjening.domain.organizations.queries import Organization
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.customer.visitor import House, Visitor
from selvbetjening.portals.sessions.viewing import Viewing


class HouseRequest(HttpRequest):
    """A request on a company's host; `visitor` is None when nobody is logged in."""

    organization_id: OrganizationId
    organization: Organization
    house: House
    visitor: Visitor | None
    proven: str
    viewing: Viewing | None
    """Set when somebody of the company looks as the visitor, and can only read (CM-12)."""


class VisitorRequest(HouseRequest):
    """A request behind the login: the door let a visitor in."""

    visitor: Visitor
