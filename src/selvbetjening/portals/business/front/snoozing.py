"""Put an advice off for 90 days; it is never gone for good (BP-30)."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from selvbetjening.domain.access import queries as access
from selvbetjening.domain.access.actions.seen import ADVICE
from selvbetjening.domain.access.actions.seen import snooze as put_off
from selvbetjening.kernel import clock
from selvbetjening.portals.business.acting import Acting
from selvbetjening.portals.business.pages import saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import logged_in


def advice_of(acting: Acting) -> list[str]:
    """What a manager is advised now: a second manager, and a review that is due; without what was put off."""
    if not acting.is_manager or acting.standing is None:
        return []
    me = acting.standing.membership.id
    return access.advice_for(acting.here, membership=me, at=clock.now(), today=acting.today)


@logged_in
@require_POST
def snooze(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Only for whoever presses; anything that is no advice changes nothing."""
    acting, advice = request.acting, request.POST.get("advice", "")
    front = reverse("business:front", args=[acting.here])
    if acting.standing is None or advice not in ADVICE:
        return HttpResponseRedirect(front)
    put_off(acting.here, membership=acting.standing.membership.id, advice=advice, at=clock.now())
    return saved(request, front, gettext("We remind you again in 90 days."))
