"""Who sends, fetches and decides: the member at the door, as `deliveries` keeps it."""

from uuid import UUID

from django.http import Http404

from selvbetjening.domain.access.permissions import FILE_TRANSFER
from selvbetjening.domain.access.rules.members import Member
from selvbetjening.domain.deliveries.rules.doors import By
from selvbetjening.portals.business.acting import Acting
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.network import client_ip


def me(request: CompanyRequest) -> Member:
    """The member who acts. Raises Http404 for an operator, who sends and approves nothing (SEC-34)."""
    if request.acting.standing is None:
        raise Http404
    return request.acting.standing.membership


def by_of(request: CompanyRequest) -> By:
    """The member with the address of the connection and the PBS numbers that may be sent for."""
    return By(
        door="https", actor=request.acting.actor, membership=me(request).id,
        address=str(client_ip(request) or ""), pbs_numbers=scope(request.acting),
    )  # fmt: skip


def reader(acting: Acting) -> UUID | None:
    """Who looks: whoever may see some PBS numbers only sees of files that name none what she sent herself."""
    return acting.standing.membership.id if acting.standing else None


def scope(acting: Acting) -> tuple[str, ...]:
    """The PBS numbers that the member's grants name; empty for all of the company's (BP-13)."""
    if acting.standing is None or acting.is_manager:
        return ()
    grants = [grant for grant in acting.standing.grants if grant.solution == FILE_TRANSFER]
    if any(not grant.pbs_numbers for grant in grants):
        return ()
    return tuple(sorted({pbs for grant in grants for pbs in grant.pbs_numbers}))
