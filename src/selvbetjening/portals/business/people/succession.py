"""A new Access Manager where none is left: ask, see who asked, stop it, take over after the wait (BM-11, BP-33)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access import queries as access
from selvbetjening.domain.access.actions import succession as acts
from selvbetjening.kernel import clock
from selvbetjening.portals.business import stepping_up
from selvbetjening.portals.business.acting import Acting
from selvbetjening.portals.business.pages import page, saved, tried
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import logged_in, open_when_refused


@dataclass(frozen=True)
class Way:
    """The one under way, as this visitor may act on it."""

    id: UUID
    name: str
    asked_at: datetime
    due_at: datetime
    is_mine: bool
    is_due: bool
    may_stop: bool


def under_way(acting: Acting) -> Way | None:
    """What everybody in the company is told of, and who may stop it: a manager; any user where none is active."""
    found = access.open_succession(acting.here)
    if found is None:
        return None
    now = clock.now()
    none_left = access.manager_health(acting.here, at=now, today=acting.today).active == 0
    mine = acting.standing is not None and found.membership_id == acting.standing.membership.id
    return Way(
        id=found.id,
        name=found.membership.full_name if found.membership else gettext("Somebody who may sign for the company"),
        asked_at=found.asked_at,
        due_at=found.due_at,
        is_mine=mine,
        is_due=now >= found.due_at,
        may_stop=acting.standing is not None and (acting.is_manager or none_left),
    )


@logged_in
@open_when_refused("LOGIN-07", "LOGIN-12")
@require_http_methods(["GET", "HEAD", "POST"])
def succession(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """`ask`, `stop` and `finish` by their buttons; what is not this visitor's to do is refused by the act itself."""
    acting = request.acting
    if acting.operator_reason or (acting.refused and not _may_sign(request)):
        return HttpResponseRedirect(reverse("business:front", args=[acting.here]))
    way = under_way(acting)
    if request.method == "POST" and (response := _pressed(request, way)) is not None:
        return response
    me = acting.standing.membership.id if acting.standing else None
    mine = [one for one in access.deputies(acting.here) if one.membership_id == me and one.accepted_at is not None]
    context = {"way": way, "may_ask": bool(mine) or _may_sign(request), "signs": _may_sign(request)}
    return page(request, "business/people/succession.html", title=gettext("A new Access Manager"), **context)


def _pressed(request: CompanyRequest, way: Way | None) -> HttpResponse | None:
    acting, now = request.acting, clock.now()
    again = HttpResponseRedirect(request.path)
    if way is None and "ask" in request.POST:
        if tried(request, lambda: _ask(request, now)):
            return saved(request, request.path, gettext("Everybody in the company is told now."))
        return again
    me = acting.standing.membership.id if acting.standing else None
    if way is None or me is None or str(way.id) != request.POST.get("succession"):
        return None
    if "stop" in request.POST:
        if tried(request, lambda: acts.stop_succession(acting.here, succession=way.id, by=me, at=now)):
            return saved(request, request.path, gettext("It is stopped."))
        return again
    if "finish" in request.POST:
        if (asked := stepping_up.needs(request, "managers")) is not None:
            return asked
        if tried(request, lambda: acts.finish_succession(acting.here, succession=way.id, by=me, at=now)):
            words = gettext("You are Access Manager now.")
            return saved(request, reverse("business:front", args=[acting.here]), words)
        return again
    return None


def _ask(request: CompanyRequest, now: datetime) -> None:
    """A deputy by her membership; a signatory by what the broker said at this login."""
    acting, person = request.acting, request.proven
    if acting.standing is not None and not acting.refused:
        acts.ask_succession(acting.here, by=acting.standing.membership.id, at=now)
    elif person is not None and _may_sign(request):
        proof = {"kind": "broker", "broker": person.broker, "cvr": person.cvr}
        acts.ask_by_signatory(acting.here, user=person.user, proof=proof, at=now)


def _may_sign(request: CompanyRequest) -> bool:
    """Whether a stranger here has been told by the broker to be a signatory of this very company."""
    person, acting = request.proven, request.acting
    return bool(acting.refused and person and person.is_signatory and person.cvr == acting.organization.cvr)
