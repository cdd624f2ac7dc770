"""One user: access, sessions' marks, history, and everything that a manager may do about her (BP-19 to BP-26)."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from selvbetjening.domain.access.permissions import MANAGE
from selvbetjening.domain.access.queries import bouncing
from selvbetjening.domain.access.queries.people import MemberRow, get_member
from selvbetjening.domain.access.queries.people import names as names_of
from selvbetjening.portals.business.own import own
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import requires


def found(request: CompanyRequest, member: UUID) -> MemberRow:
    """The user with this id in this company. Raises Http404 for every other one (SEC-19)."""
    row = get_member(request.acting.here, membership=member, today=request.acting.today)
    if row is None:
        raise Http404
    return row


@requires(MANAGE)
@require_safe
def member(request: CompanyRequest, organization: UUID, member: UUID) -> HttpResponse:
    """The user with her access."""
    row = found(request, member)
    asked = [row.invited_by] if row.invited_by else []
    asked += [grant.granted_by for grant in row.grants if grant.granted_by]
    names = names_of(request.acting.here, ids=asked)
    context = {
        "row": row,
        "is_me": row.id == own(request),
        "is_bouncing": bool(bouncing(request.acting.here, memberships=[row.id])),
        "invited_by": names.get(row.invited_by, "") if row.invited_by else "",
        "grants": [(grant, names.get(grant.granted_by, "") if grant.granted_by else "") for grant in row.grants],
    }
    return page(request, "business/people/member.html", title=row.name or gettext("Deleted user"), **context)
