"""The stars: solutions in the member's own order, by buttons that work without JavaScript (BP-12)."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from selvbetjening.domain.access import queries as access
from selvbetjening.domain.access.actions.favourites import move_favourite, star
from selvbetjening.domain.access.queries.tasks import favourites_of
from selvbetjening.kernel.redirects import safe_path
from selvbetjening.portals.business.acting import Acting
from selvbetjening.portals.business.pages import tried
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import logged_in


def codes_of(acting: Acting) -> list[str]:
    """What the member has starred, in its order; an operator has no stars."""
    if acting.standing is None:
        return []
    return favourites_of(acting.here, membership=acting.standing.membership.id)


@logged_in
@require_POST
def favourites(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """One press: `add`, `remove`, `up` or `down` with the code of a solution; anything else changes nothing."""
    acting = request.acting
    back = safe_path(request.POST.get("next", ""), reverse("business:front", args=[acting.here]))
    known = {row.code for row in access.all_solutions()}
    pressed = [(name, request.POST[name]) for name in ("add", "remove", "up", "down") if name in request.POST]
    if acting.standing is not None and pressed and pressed[0][1] in known:
        press, code = pressed[0]
        membership = acting.standing.membership.id
        if press in {"add", "remove"}:
            tried(request, lambda: star(acting.here, membership=membership, code=code, on=press == "add"))
        else:
            tried(request, lambda: move_favourite(acting.here, membership=membership, code=code, up=press == "up"))
    return HttpResponseRedirect(back)
